"""Ada has labelled Ben as her mentor, and Ben Ada."""

from __future__ import annotations

from support.world import Rights, Shape

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
                      anon   no_sub      ada    other      third      blocked    service
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
                      anon   no_sub      ada    other      third      blocked    service
            select    42501  no          yes    no         no         no         yes
            insert    42501  signed_out  yes    not_yours  not_yours  not_yours  yes
            update    42501  signed_out  yes    no         no         no         yes
            delete    42501  signed_out  yes    no         no         no         yes
            truncate  42501  42501       42501  42501      42501      42501      42501
        """,
    ),
}

SHAPES = {
    "amity.label_types": Shape(
        nullable="category icon colour description",
        keys="label_types_pkey label_types_once label_types_with_owner",
        people="label_types_owner_is_a_person",
        checks={
            "label_types_category_is_short": ("category = repeat('x', 51)",),
            "label_types_colour_is_short": ("colour = repeat('x', 51)",),
            "label_types_description_is_short": ("description = repeat('x', 201)",),
            "label_types_icon_is_short": ("icon = repeat('x', 51)",),
            "label_types_name_is_short": ("name = repeat('x', 51)",),
        },
    ),
    "amity.labels": Shape(
        nullable="type_id label note since_date label_encrypted note_encrypted",
        keys="labels_pkey labels_once",
        people="labels_owner_is_a_person labels_person_is_a_person labels_type_is_the_owners",
        checks={
            "labels_label_encrypted_is_short": ("label_encrypted = repeat('x', 1001)",),
            "labels_label_is_short": ("label = repeat('x', 51)",),
            "labels_not_of_myself": ("person_id = owner_id",),
            "labels_note_encrypted_is_short": ("note_encrypted = repeat('x', 8001)",),
            "labels_note_is_short": ("note = repeat('x', 1001)",),
            "labels_since_date_is_a_day": ("since_date = 'infinity'", "since_date = '-infinity'"),
            "labels_tags_are_few": ("tags = array_fill('x'::text, array[11])",),
        },
    ),
}
