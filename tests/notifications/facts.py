"""Ada was told of what happened in the other kinds, and last of Cleo, who follows her."""

from __future__ import annotations

from support.world import Rights, Shape

LIVED = (
    ("service", "select amity.set_setting('notifications_are_taken', 'true')"),
    # what Ben did is withheld from her, who stepped back from him
    ("cleo", "select amity.follow(:ada)"),
)

# what of a notification its subject tells
CHECKED = {
    "request_received": "subject_id person_id actor_id",
    "request_accepted": "subject_id person_id actor_id",
    "followed": "subject_id person_id actor_id",
    "circle_invitation": "subject_id person_id actor_id",
    "circle_joined": "subject_id actor_id",
    "badge_awarded": "subject_id person_id actor_id",
}

BROKEN = {
    ("notifications", "is_about_what_stands"): (
        "delete from amity.follows where follower_id = :cleo",
        "delete from amity.connections where :ada in (requester_id, recipient_id)",
        "update amity.connections set status = 'pending', responded_at = null",
        *(
            f"update amity.notifications set {column} = gen_random_uuid() where kind = '{kind}'"
            for kind, columns in CHECKED.items()
            for column in columns.split()
        ),
        "update amity.notifications set kind = 'followed' where kind = 'request_accepted'",
        "update amity.notifications set kind = 'badge_awarded' where kind = 'followed'",
        "delete from amity.circle_members where status = 'invited'",
        "delete from amity.circle_members where status = 'member'",
        "update amity.circle_members set invited_by = :cleo where status = 'invited'",
        "delete from amity.kept_badges",
    ),
    ("notifications", "is_of_a_person"): (
        "update amity.notifications set person_id = gen_random_uuid()",
    ),
    ("notifications", "not_across_a_block"): (
        "insert into amity.blocks (blocker_id, blocked_id) values (:cleo, :ada)",
        "insert into amity.blocks (blocker_id, blocked_id) values (:ada, :cleo)",
    ),
}

RIGHTS = {
    "amity.notifications": Rights(
        row="person_id = :ada and actor_id = :cleo",
        update="read_at = now()",
        insert="(person_id, kind, subject_id) values (:ada, 'followed', :cleo)",
        outcomes="""
                      anon   no_sub      ada    other  third  blocked  service
            select    42501  no          yes    no     no     no       yes
            insert    42501  42501       42501  42501  42501  42501    42501
            update    42501  signed_out  yes    no     no     no       yes
            delete    42501  signed_out  yes    no     no     no       yes
            truncate  42501  42501       42501  42501  42501  42501    42501
        """,
    ),
}

SHAPES = {
    "amity.notifications": Shape(
        nullable="actor_id read_at",
        keys="notifications_pkey",
        checks={"notifications_not_by_themselves": ("actor_id = person_id",)},
    ),
    "amity_private.untaken_notifications": Shape(keys="untaken_notifications_pkey"),
}
