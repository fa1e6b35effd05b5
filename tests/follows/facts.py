"""Ada and Ben follow each other."""

from __future__ import annotations

from support.world import Rights, Shape

LIVED = (
    ("ada", "select amity.follow(:ben)"),
    ("ben", "select amity.follow(:ada)"),
)

BROKEN = {
    ("follows", "history_replays"): (
        "delete from amity.follows where follower_id = :ada",
        "update amity.follows set followed_id = :cleo where follower_id = :ada",
        "update amity.follows set follower_id = :cleo where follower_id = :ada",
        "delete from amity_private.follows_history where follower_id = :ada",
    ),
    ("follows", "not_across_a_block"): (
        "insert into amity.blocks (blocker_id, blocked_id) values (:ben, :ada)",
    ),
}

RIGHTS = {
    "amity.follows": Rights(
        row="follower_id = :ada",
        insert="(follower_id, followed_id) values (:ada, :cleo)",
        update="created_at = now()",
        outcomes="""
                      anon   no_sub      ada    other      third      blocked    service
            select    42501  no          yes    yes        no         no         yes
            insert    42501  signed_out  yes    not_yours  not_yours  not_yours  yes
            update    42501  42501       42501  42501      42501      42501      42501
            delete    42501  signed_out  yes    yes        no         no         yes
            truncate  42501  42501       42501  42501      42501      42501      42501
        """,
    ),
    "amity.follows_history": Rights(
        row="follower_id = :ada and followed_id = :ben",
        update="followed_id = :cleo",
        outcomes="""
           anon   no_sub        ada           other         third         blocked       service
 select    42501  no            yes           yes           no            no            yes
 insert    42501  not_writable  not_writable  not_writable  not_writable  not_writable  not_writable
 update    42501  not_writable  not_writable  not_writable  not_writable  not_writable  not_writable
 delete    42501  not_writable  not_writable  not_writable  not_writable  not_writable  not_writable
 truncate  42501  42809         42809         42809         42809         42809         42809
        """,
    ),
}

SHAPES = {
    "amity.follows": Shape(
        keys="follows_pkey follows_once",
        people="follows_followed_is_a_person follows_follower_is_a_person",
        checks={
            "follows_not_myself": ("followed_id = follower_id",),
        },
    ),
    "amity_private.follows_history": Shape(
        nullable="actor_id",
        keys="follows_history_pkey",
    ),
}
