"""There are limits, and Ada has a pace."""

from __future__ import annotations

from support.world import Rights, Shape

LIVED = (
    ("service", "update amity.rate_limits set max_actions = 100"),
    ("ada", "select amity.follow(:fay)"),
    ("ada", "select amity.unfollow(:fay)"),
)

BROKEN = {
    ("limits", "every_action_has_a_rate"): (
        "delete from amity.rate_limits where action = 'follow'",
    ),
}

RIGHTS = {
    "amity.rate_limits": Rights(
        row="action = 'follow'",
        insert="(action, per) values ('follow', '1 hour')",
        update="max_actions = 7",
        outcomes="""
                      anon   no_sub  ada    other  third  blocked  service
            select    42501  42501   42501  42501  42501  42501    yes
            insert    42501  42501   42501  42501  42501  42501    42501
            update    42501  42501   42501  42501  42501  42501    yes
            delete    42501  42501   42501  42501  42501  42501    42501
            truncate  42501  42501   42501  42501  42501  42501    42501
        """,
    ),
}

SHAPES = {
    "amity.rate_limits": Shape(
        nullable="max_actions",
        keys="rate_limits_pkey",
        checks={
            "rate_limits_action_is_a_name": ("action = 'No'",),
            "rate_limits_max_actions_is_positive": ("max_actions = 0",),
            "rate_limits_per_is_reasonable": ("per = '0'", "per = '101 years'"),
        },
    ),
    "amity_private.rate_limit_state": Shape(
        keys="rate_limit_state_pkey",
        people="rate_limit_state_person_is_a_person",
    ),
}
