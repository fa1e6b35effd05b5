"""Every call does what it says, on either kind of connection."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import Any, get_args, get_type_hints
from uuid import uuid4

import psycopg
import pytest
from python.ways import OWNER, People, Way

from amity import connections, invites
from amity.calls import values


def test_issue(way: Way, people: People) -> None:
    made = way.run(people.ada, invites.issue())
    assert len(made.token) == 43
    assert (made.medium, made.kind, made.max_uses, made.note) == ("link", "connect", 1, None)
    assert made.expires_at is not None
    assert made.expires_at - datetime.now(UTC) > timedelta(days=6)

    wanted = invites.issue("link", "request", max_uses=3, ttl=timedelta(hours=1), note="choir")
    made = way.run(people.ada, wanted)
    assert (made.kind, made.max_uses, made.note) == ("request", 3, "choir")
    assert made.expires_at is not None
    assert made.expires_at - datetime.now(UTC) <= timedelta(hours=1)

    made = way.run(people.ada, invites.issue("qr"))
    assert (made.medium, made.max_uses) == ("qr", 1)


def test_redeem(way: Way, people: People) -> None:
    made = way.run(people.ada, invites.issue())
    tie = way.run(people.ben, invites.redeem(made.token))
    assert (tie.requester_id, tie.recipient_id, tie.status) == (people.ben, people.ada, "accepted")
    assert way.run(people.ada, connections.status(people.ben)).status == "accepted"

    made = way.run(people.ada, invites.issue(kind="request"))
    assert way.run(people.cleo, invites.redeem(made.token)).status == "pending"


def test_revoke(way: Way, people: People) -> None:
    made = way.run(people.ada, invites.issue(note="choir"))
    gone = way.run(people.ada, invites.revoke(str(made.id)))
    assert (gone.id, gone.issuer_id, gone.note, gone.uses) == (made.id, people.ada, "choir", 0)
    assert way.run(people.ada, invites.mine()) == []
    with pytest.raises(invites.errors.InviteNotFound):
        way.run(people.ben, invites.redeem(made.token))


def test_mine(way: Way, people: People) -> None:
    """Newest first, and pages join up also where moments are equal."""
    ids = {way.run(people.ada, invites.issue()).id for _ in range(7)}
    way.run(people.ben, invites.issue())
    way.run(OWNER, values(object, "update amity.invites set issued_at = current_date returning id"))
    newest = way.run(people.ada, invites.issue())
    listed = way.run(people.ada, invites.mine())
    assert listed[0].id == newest.id
    assert {each.id for each in listed[1:]} == ids
    page = way.run(people.ada, invites.mine(limit=3))
    paged = list(page)
    while page:
        page = way.run(people.ada, invites.mine(limit=3, after=page[-1]))
        paged += page
    assert paged == listed
    assert way.run(people.cleo, invites.mine()) == []


def test_refusals(way: Way, people: People) -> None:
    with pytest.raises(invites.errors.InviteInvalid) as caught:
        way.run(people.ada, invites.issue("qr", max_uses=2))
    assert "once" in caught.value.hint
    with pytest.raises(invites.errors.InviteNotFound):
        way.run(people.ada, invites.revoke(uuid4()))
    made = way.run(people.ada, invites.issue(max_uses=1))
    way.run(people.ben, invites.redeem(made.token))
    with pytest.raises(connections.errors.AlreadyConnected):
        way.run(people.ben, invites.redeem(made.token))
    with pytest.raises(connections.errors.SelfConnection):
        way.run(people.ada, invites.redeem(made.token))
    with pytest.raises(invites.errors.InviteUsedUp):
        way.run(people.cleo, invites.redeem(made.token))
    made = way.run(people.ada, invites.issue(ttl=timedelta(microseconds=1)))
    with pytest.raises(invites.errors.InviteExpired):
        way.run(people.cleo, invites.redeem(made.token))


@pytest.mark.parametrize("record", [invites.Invite, invites.IssuedInvite])
def test_fields_are_columns(record: type[Any], conn: psycopg.Connection[Any]) -> None:
    name = {invites.Invite: "amity.invites", invites.IssuedInvite: "amity.issued_invite"}[record]
    columns = conn.execute(
        "select attname, attnotnull from pg_attribute"
        " where attrelid = to_regclass(%s) and attnum > 0 order by attnum",
        [name],
    ).fetchall()
    assert [field.name for field in fields(record)] == [column for column, _ in columns]
    if record is invites.Invite:
        hints = get_type_hints(record)
        nullable = [column for column, not_null in columns if not not_null]
        assert nullable == [name for name in hints if type(None) in get_args(hints[name])]
