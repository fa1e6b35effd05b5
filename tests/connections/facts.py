"""Ben and Fay are connected with Ada, Gus has not answered her yet; Cleo knows Ben alone."""

from __future__ import annotations

from support.world import Rights, Shape

LIVED = (
    ("ada", "select amity.request_connection(:ben, 'hello')"),
    ("ben", "select amity.accept_connection(:ada)"),
    ("fay", "select amity.request_connection(:ada)"),
    ("ada", "select amity.accept_connection(:fay)"),
    ("ada", "select amity.request_connection(:gus, 'please')"),
    ("ben", "select amity.request_connection(:cleo)"),
    ("cleo", "select amity.accept_connection(:ben)"),
)

BROKEN = {
    ("connections", "history_replays"): (
        (
            "update amity.connections set status = 'accepted', responded_at = now()"
            " where recipient_id = :gus"
        ),
        "update amity.connections set recipient_id = :cleo where recipient_id = :gus",
        "update amity.connections set requester_id = :cleo where recipient_id = :gus",
        "delete from amity.connections where recipient_id = :gus",
        "delete from amity_private.connections_history where recipient_id = :gus",
    ),
    ("connections", "pending_or_accepted"): (
        "update amity.connections set status = 'cancelled' where recipient_id = :gus",
        (
            "update amity.connections set status = 'rejected', responded_at = now()"
            " where recipient_id = :gus"
        ),
    ),
    ("connections", "not_across_a_block"): (
        "insert into amity.blocks (blocker_id, blocked_id) values (:ben, :ada)",
        "insert into amity.blocks (blocker_id, blocked_id) values (:ada, :gus)",
    ),
    ("connections", "one_per_pair"): (
        (
            "drop index amity.connections_one_per_pair;"
            " insert into amity.connections (requester_id, recipient_id) values (:gus, :ada)"
        ),
    ),
}

RIGHTS = {
    "amity.connections": Rights(
        row="recipient_id = :gus",
        insert="(requester_id, recipient_id) values (:ada, :cleo)",
        update="status = 'cancelled'",
        other="gus",
        outcomes="""
                      anon   no_sub      ada    other          third      blocked    service
            select    42501  no          yes    yes            no         no         yes
            insert    42501  signed_out  yes    not_yours      not_yours  not_yours  yes
            update    42501  signed_out  yes    not_requester  no         no         yes
            delete    42501  signed_out  yes    yes            no         no         yes
            truncate  42501  42501       42501  42501          42501      42501      42501
        """,
    ),
    "amity.my_connections": Rights(
        row="person_id = :fay",
        insert="(person_id) values (:cleo)",
        update="person_id = :cleo",
        other="fay",
        outcomes="""
           anon   no_sub        ada           other         third         blocked       service
 select    42501  no            yes           no            no            no            no
 insert    42501  not_writable  not_writable  not_writable  not_writable  not_writable  not_writable
 update    42501  not_writable  not_writable  not_writable  not_writable  not_writable  not_writable
 delete    42501  not_writable  not_writable  not_writable  not_writable  not_writable  not_writable
 truncate  42501  42809         42809         42809         42809         42809         42809
        """,
    ),
    "amity.connection_requests": Rights(
        row="recipient_id = :gus",
        insert="(requester_id, recipient_id) values (:ada, :cleo)",
        update="status = 'cancelled'",
        other="gus",
        outcomes="""
            anon   no_sub      ada           other          third         blocked       service
  select    42501  no          yes           yes            no            no            yes
  insert    42501  signed_out  yes           not_yours      not_yours     not_yours     yes
  update    42501  signed_out  yes           not_requester  no            no            yes
  delete    42501  signed_out  not_writable  not_writable   not_writable  not_writable  not_writable
  truncate  42501  42809       42809         42809          42809         42809         42809
        """,
    ),
    "amity.connections_history": Rights(
        row="recipient_id = :gus",
        update="recipient_id = :cleo",
        other="gus",
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
    "amity.connections": Shape(
        nullable="message responded_at",
        keys="connections_pkey connections_one_per_pair",
        people="connections_recipient_is_a_person connections_requester_is_a_person",
        checks={
            "connections_message_is_short": ("message = repeat('x', 1001)",),
            "connections_not_with_myself": ("recipient_id = requester_id",),
            "connections_response_is_dated": (
                "responded_at = null where status = 'accepted'",
                "responded_at = now() where status = 'pending'",
            ),
        },
    ),
    "amity_private.connections_history": Shape(
        nullable="actor_id",
        keys="connections_history_pkey",
    ),
}
