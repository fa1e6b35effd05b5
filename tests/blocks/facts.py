"""Ada has blocked Dora, and Emil has blocked Ada."""

from __future__ import annotations

from support.world import Rights, Shape

LIVED = (
    ("ada", "select amity.block(:dora, 'rude')"),
    ("emil", "select amity.block(:ada)"),
)

BROKEN = {
    ("blocks", "history_replays"): (
        "delete from amity.blocks where blocker_id = :ada",
        "update amity.blocks set blocked_id = :cleo where blocker_id = :ada",
        "update amity.blocks set blocker_id = :cleo where blocker_id = :ada",
        "delete from amity_private.blocks_history where blocker_id = :ada",
    ),
}

RIGHTS = {
    "amity.blocks": Rights(
        row="blocker_id = :ada",
        insert="(blocker_id, blocked_id) values (:ada, :cleo)",
        update="reason = 'x'",
        other="dora",
        outcomes="""
                      anon   no_sub      ada    other      third      blocked    service
            select    42501  no          yes    no         no         no         yes
            insert    42501  signed_out  yes    not_yours  not_yours  not_yours  yes
            update    42501  signed_out  yes    no         no         no         yes
            delete    42501  signed_out  yes    no         no         no         yes
            truncate  42501  42501       42501  42501      42501      42501      42501
        """,
    ),
    "amity.blocks_history": Rights(
        row="blocker_id = :ada",
        update="blocked_id = :cleo",
        other="dora",
        outcomes="""
           anon   no_sub        ada           other         third         blocked       service
 select    42501  no            yes           no            no            no            yes
 insert    42501  not_writable  not_writable  not_writable  not_writable  not_writable  not_writable
 update    42501  not_writable  not_writable  not_writable  not_writable  not_writable  not_writable
 delete    42501  not_writable  not_writable  not_writable  not_writable  not_writable  not_writable
 truncate  42501  42809         42809         42809         42809         42809         42809
        """,
    ),
}

SHAPES = {
    "amity.blocks": Shape(
        nullable="reason",
        keys="blocks_pkey blocks_once",
        people="blocks_blocker_is_a_person",
        checks={
            "blocks_not_myself": ("blocked_id = blocker_id",),
            "blocks_reason_is_short": ("reason = repeat('x', 501)",),
        },
    ),
    "amity_private.blocks_history": Shape(
        nullable="actor_id",
        keys="blocks_history_pkey",
    ),
}
