"""Ada has labelled Ben as her mentor, and Ben Ada."""

from __future__ import annotations

from support.world import Rights

LIVED = (
    ("ada", "select amity.create_label_type('mentor')"),
    (
        "ada",
        (
            "select amity.label_person(:ben, id, 'wise', 'knows her', '{kind,old}')"
            " from amity.label_types"
        ),
    ),
    ("ben", "select amity.label_person(:ada, note => 'secret')"),
    ("ben", "select amity.create_label_type('his')"),
)

BROKEN = {
    ("labels", "not_about_a_blocker"): (
        "insert into amity.labels (owner_id, person_id) values (:ada, :emil)",
        "insert into amity.blocks (blocker_id, blocked_id) values (:ben, :ada)",
    ),
    ("labels", "type_is_the_owners"): (
        "delete from amity.label_types where owner_id = :ada",
        (
            "update amity.labels set type_id = (select id from amity.label_types"
            " where owner_id = :ben) where owner_id = :ada"
        ),
    ),
}

RIGHTS = {
    "amity.label_types": Rights(
        row="owner_id = :ada",
        insert="(owner_id, name) values (:ada, 'friend')",
        update="name = 'x'",
        outcomes="""
                      anon   nobody      ada    other      third      blocked    service
            select    42501  no          yes    no         no         no         yes
            insert    42501  signed_out  yes    not_yours  not_yours  not_yours  yes
            update    42501  signed_out  yes    no         no         no         yes
            delete    42501  signed_out  yes    no         no         no         yes
            truncate  42501  42501       42501  42501      42501      42501      42501
        """,
    ),
    "amity.labels": Rights(
        row="owner_id = :ada",
        insert="(owner_id, person_id) values (:ada, :cleo)",
        update="note = 'x'",
        outcomes="""
                      anon   nobody      ada    other      third      blocked    service
            select    42501  no          yes    no         no         no         yes
            insert    42501  signed_out  yes    not_yours  not_yours  not_yours  yes
            update    42501  signed_out  yes    no         no         no         yes
            delete    42501  signed_out  yes    no         no         no         yes
            truncate  42501  42501       42501  42501      42501      42501      42501
        """,
    ),
}
