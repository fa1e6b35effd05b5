"""Ada and Ben have stepped back from each other, and neither knows of it."""

from __future__ import annotations

from support.world import Rights, Shape

LIVED = (
    ("ada", "select amity.step_back_from(:ben, reason => 'tired')"),
    ("ben", "select amity.step_back_from(:ada, reason => 'too')"),
)

BROKEN = {
    ("step_backs", "history_replays"): (
        "delete from amity.step_backs where owner_id = :ada",
        "delete from amity_private.step_backs_history where owner_id = :ada",
        "update amity.step_backs set person_id = :fay where owner_id = :ada",
        "update amity.step_backs set owner_id = :fay where owner_id = :ada",
    ),
    ("step_backs", "stands_on_a_tie"): (
        "update amity.step_backs set person_id = :cleo where owner_id = :ada",
        "delete from amity.follows; delete from amity.connections",
    ),
    ("step_backs", "not_across_a_block"): (
        "insert into amity.blocks (blocker_id, blocked_id) values (:ben, :ada)",
        "insert into amity.blocks (blocker_id, blocked_id) values (:ada, :ben)",
    ),
}

RIGHTS = {
    "amity.step_backs": Rights(
        row="owner_id = :ada",
        insert="(owner_id, person_id) values (:ada, :fay)",
        update="reason = 'x'",
        outcomes="""
                      anon   no_sub      ada    other      third      blocked    service
            select    42501  no          yes    no         no         no         yes
            insert    42501  signed_out  yes    not_yours  not_yours  not_yours  yes
            update    42501  signed_out  yes    no         no         no         yes
            delete    42501  signed_out  yes    no         no         no         yes
            truncate  42501  42501       42501  42501      42501      42501      42501
        """,
    ),
    "amity.step_backs_history": Rights(
        row="owner_id = :ada",
        update="person_id = :cleo",
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
    "amity.step_backs": Shape(
        nullable="until reason",
        keys="step_backs_pkey step_backs_id_is_unique",
        people="step_backs_owner_is_a_person step_backs_person_is_a_person",
        checks={
            "step_backs_end_after_they_begin": ("until = since",),
            "step_backs_not_from_myself": ("person_id = owner_id",),
            "step_backs_reason_is_short": ("reason = repeat('x', 501)",),
        },
    ),
    "amity_private.step_backs_history": Shape(
        nullable="actor_id",
        keys="step_backs_history_pkey",
    ),
}
