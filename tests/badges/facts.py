"""Ada keeps the badge for her first connection, written down when Ivy became another."""

from __future__ import annotations

from support.world import Rights, Shape

LIVED = (
    ("service", "update amity.badges set kept = true where threshold = 1"),
    ("ivy", "select amity.request_connection(:ada)"),
    ("ada", "select amity.accept_connection(:ivy)"),
)

BROKEN = {
    ("badges", "badges_are_of_people"): (
        "delete from amity.people where id = :ada",
        "update amity.kept_badges set person_id = gen_random_uuid() where person_id = :ada",
    ),
}

RIGHTS = {
    "amity.badges": Rights(
        row="threshold = 5",
        insert="(badge, name, threshold) values ('x', 'x', 7)",
        update="name = 'x'",
        outcomes="""
                      anon   no_sub  ada    other  third  blocked  service
            select    42501  42501   42501  42501  42501  42501    yes
            insert    42501  42501   42501  42501  42501  42501    yes
            update    42501  42501   42501  42501  42501  42501    yes
            delete    42501  42501   42501  42501  42501  42501    yes
            truncate  42501  42501   42501  42501  42501  42501    42501
        """,
    ),
    "amity.kept_badges": Rights(
        row="person_id = :ada",
        insert="(person_id, badge, awarded_at) values (:ada, 'networker', now())",
        update="awarded_at = now()",
        outcomes="""
                      anon   no_sub  ada    other  third  blocked  service
            select    42501  no      yes    no     no     no       yes
            insert    42501  42501   42501  42501  42501  42501    42501
            update    42501  42501   42501  42501  42501  42501    42501
            delete    42501  42501   42501  42501  42501  42501    42501
            truncate  42501  42501   42501  42501  42501  42501    42501
        """,
    ),
}

SHAPES = {
    "amity.badges": Shape(
        keys="badges_pkey",
        checks={
            "badges_badge_is_snake_case": ("badge = 'No'",),
            "badges_name_is_short": ("name = repeat('x', 51)",),
            "badges_threshold_is_positive": ("threshold = 0",),
        },
    ),
    "amity.kept_badges": Shape(
        keys="kept_badges_id_is_unique kept_badges_pkey",
        people="kept_badges_badge_exists",
    ),
}
