"""Ada climbs with Ben and Hal, has asked Fay, and keeps her mentors in a circle of her own."""

from __future__ import annotations

from support.world import Rights, Shape

LIVED = (
    ("hal", "select amity.request_connection(:ada)"),
    ("ada", "select amity.accept_connection(:hal)"),
    ("ada", "select amity.create_circle('climbers')"),
    # for those who know its id without being in it
    (
        "owner",
        (
            "create function public.the_circle() returns uuid language sql security definer begin"
            " atomic select id from amity.circles where name = 'climbers'; end"
        ),
    ),
    ("ada", "select amity.create_circle('mentors', null, id) from amity.label_types"),
    (
        "ada",
        (
            "select amity.invite_to_circle(id, person) from amity.circles"
            " cross join unnest(array[:ben, :fay, :hal]) as person where name = 'climbers'"
        ),
    ),
    ("ben", "select amity.accept_circle_invitation(id) from amity.circles"),
    ("hal", "select amity.accept_circle_invitation(id) from amity.circles"),
    (
        "ada",
        "select amity.promote_in_circle(id, :hal) from amity.circles where name = 'climbers'",
    ),
)

BROKEN = {
    ("circles", "has_an_admin"): (
        "update amity.circle_members set role = 'member'",
        "delete from amity.circle_members",
    ),
    ("circles", "shared_is_its_members"): (
        "update amity.circles set created_by = :ada where name = 'climbers'",
    ),
    ("circles", "dynamic_has_no_members"): (
        (
            "update amity.circle_members set circle_id ="
            " (select id from amity.circles where name = 'mentors')"
        ),
    ),
    ("circles", "label_type_is_the_creators"): (
        "update amity.circles set created_by = :ben where name = 'mentors'",
        "delete from amity.label_types",
    ),
    ("circle_members", "in_a_circle"): ("delete from amity.circles where name = 'climbers'",),
    ("circle_members", "history_replays"): (
        "update amity.circle_members set role = 'admin' where person_id = :ben",
        (
            "update amity.circle_members"
            " set status = 'member', invited_by = null, joined_at = now()"
            " where status = 'invited'"
        ),
        "update amity.circle_members set person_id = :cleo where status = 'invited'",
        "update amity.circle_members set circle_id = gen_random_uuid() where status = 'invited'",
        "delete from amity.circle_members where status = 'invited'",
        "delete from amity_private.circle_members_history where action = 'founded'",
    ),
    ("circle_members", "not_invited_across_a_block"): (
        "insert into amity.blocks (blocker_id, blocked_id) values (:fay, :ada)",
        "insert into amity.blocks (blocker_id, blocked_id) values (:ada, :fay)",
    ),
}

RIGHTS = {
    "amity.circles": Rights(
        row="name = 'climbers'",
        insert="(created_by, name) values (:ada, 'x')",
        update="name = 'x'",
        outcomes="""
                      anon   no_sub      ada    other             third      blocked    service
            select    42501  no          yes    yes               no         no         yes
            insert    42501  signed_out  yes    not_yours         not_yours  not_yours  yes
            update    42501  signed_out  yes    not_circle_admin  no         no         yes
            delete    42501  signed_out  yes    not_circle_admin  no         no         yes
            truncate  42501  42501       42501  42501             42501      42501      42501
        """,
    ),
    "amity.circle_members": Rights(
        row="person_id = :fay",
        insert="(circle_id, person_id, invited_by) values (the_circle(), :ivy, :ada)",
        update="status = 'member'",
        other="fay",
        outcomes="""
                      anon   no_sub      ada        other      third      blocked    service
            select    42501  no          yes        yes        no         no         yes
            insert    42501  signed_out  yes        not_yours  not_yours  not_yours  yes
            update    42501  signed_out  not_yours  yes        no         no         yes
            delete    42501  signed_out  yes        yes        no         no         yes
            truncate  42501  42501       42501      42501      42501      42501      42501
        """,
    ),
    "amity.my_circles": Rights(
        row="name = 'climbers'",
        insert="(name) values ('x')",
        update="name = 'x'",
        outcomes="""
           anon   no_sub        ada           other         third         blocked       service
 select    42501  no            yes           yes           no            no            no
 insert    42501  not_writable  not_writable  not_writable  not_writable  not_writable  not_writable
 update    42501  not_writable  not_writable  not_writable  not_writable  not_writable  not_writable
 delete    42501  not_writable  not_writable  not_writable  not_writable  not_writable  not_writable
 truncate  42501  42809         42809         42809         42809         42809         42809
        """,
    ),
    "amity.circle_members_history": Rights(
        row="person_id = :fay",
        update="person_id = :cleo",
        other="fay",
        outcomes="""
           anon   no_sub        ada           other         third         blocked       service
 select    42501  no            no            yes           no            no            yes
 insert    42501  not_writable  not_writable  not_writable  not_writable  not_writable  not_writable
 update    42501  not_writable  not_writable  not_writable  not_writable  not_writable  not_writable
 delete    42501  not_writable  not_writable  not_writable  not_writable  not_writable  not_writable
 truncate  42501  42809         42809         42809         42809         42809         42809
        """,
    ),
}

SHAPES = {
    "amity.circle_members": Shape(
        nullable="invited_by invited_at joined_at",
        keys="circle_members_pkey circle_members_once",
        people=(
            "circle_members_circle_is_there circle_members_inviter_is_a_person "
            "circle_members_person_is_a_person"
        ),
        checks={
            "circle_members_admin_is_a_member": ("role = 'admin' where status = 'invited'",),
            "circle_members_invitation_is_dated": ("invited_at = null where status = 'invited'",),
            "circle_members_invitation_has_a_sender": (
                "invited_by = :ada where status = 'member'",
                "invited_by = null where status = 'invited'",
            ),
            "circle_members_joining_is_dated": (
                "joined_at = null where status = 'member'",
                "joined_at = now() where status = 'invited'",
            ),
            "circle_members_not_by_themselves": (
                "invited_by = person_id where status = 'invited'",
            ),
        },
    ),
    "amity.circles": Shape(
        nullable="description created_by label_type_id",
        keys="circles_pkey",
        people="circles_creator_is_a_person circles_label_type_is_the_creators",
        checks={
            "circles_description_is_short": ("description = repeat('x', 201)",),
            "circles_dynamic_has_a_creator": ("created_by = null where label_type_id is not null",),
            "circles_name_is_short": ("name = repeat('x', 51)",),
        },
    ),
    "amity_private.circle_members_history": Shape(
        nullable="actor_id",
        keys="circle_members_history_pkey",
    ),
}
