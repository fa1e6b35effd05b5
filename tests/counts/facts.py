"""Counted by themselves."""

from __future__ import annotations

from support.world import Rights, Shape

RIGHTS = {
    "amity.site_counts": Rights(
        row="true",
        update="follows = 0",
        outcomes="""
                      anon   no_sub  ada    other  third  blocked  service
            select    42501  42501   42501  42501  42501  42501    yes
            insert    42501  42501   42501  42501  42501  42501    not_writable
            update    42501  42501   42501  42501  42501  42501    not_writable
            delete    42501  42501   42501  42501  42501  42501    not_writable
            truncate  42501  42809   42809  42809  42809  42809    42809
        """,
    ),
}

BROKEN = {
    ("counts", "counts_are_exact"): (
        "update amity_private.tallies set n = n + 1 where person_id = :ada and what = 'followers'",
        "delete from amity_private.tallies where person_id = :ada",
        "delete from amity.follows where follower_id = :ada",
        "insert into amity_private.tallies (person_id, what, n) values (:cleo, 'following', 1)",
    ),
    ("counts", "counts_are_of_people"): (
        (
            "insert into amity_private.tallies (person_id, what, n)"
            " values (gen_random_uuid(), 'followers', 0)"
        ),
        "delete from amity.people where id = :ada",
    ),
}

SHAPES = {
    "amity_private.tallies": Shape(
        keys="tallies_pkey",
    ),
}
