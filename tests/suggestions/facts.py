"""Ada does not want to see Cleo, nor Cleo Ada."""

from __future__ import annotations

from support.world import Rights, Shape

LIVED = (
    ("ada", "select amity.dismiss_suggestion(:cleo)"),
    ("cleo", "select amity.dismiss_suggestion(:ada)"),
)

BROKEN = {
    ("suggestions", "not_of_a_blocker"): (
        "insert into amity.dismissed_suggestions (owner_id, person_id) values (:ada, :emil)",
        "insert into amity.blocks (blocker_id, blocked_id) values (:cleo, :ada)",
    ),
}

RIGHTS = {
    "amity.dismissed_suggestions": Rights(
        row="owner_id = :ada",
        insert="(owner_id, person_id) values (:ada, :hal)",
        update="dismissed_at = now()",
        outcomes="""
                      anon   no_sub      ada    other      third      blocked    service
            select    42501  no          yes    no         no         no         yes
            insert    42501  signed_out  yes    not_yours  not_yours  not_yours  yes
            update    42501  42501       42501  42501      42501      42501      42501
            delete    42501  signed_out  yes    no         no         no         yes
            truncate  42501  42501       42501  42501      42501      42501      42501
        """,
    ),
}

SHAPES = {
    "amity.dismissed_suggestions": Shape(
        keys="dismissed_suggestions_pkey",
        people="dismissed_suggestions_owner_is_a_person dismissed_suggestions_person_is_a_person",
        checks={
            "dismissed_suggestions_not_of_myself": ("person_id = owner_id",),
        },
    ),
}
