"""Every call of amity.sync_connections does what it says, on either kind of connection."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints
from uuid import UUID, uuid4

import psycopg
import pytest
from python.ways import OWNER, SERVICE, Async, Sync, Way

from amity import Refusal, sync_connections
from amity.calls import Call, values
from amity.sync_connections import (
    NewSyncConnection,
    SyncTransfer,
    connections,
    receiving,
    records,
    sending,
)

SOON = datetime.now(UTC) + timedelta(hours=12)
RECEIVER = "amity_receiver"

KEY = [{"name": "id", "type": "integer"}]


@pytest.fixture(params=[Sync, Async], ids=["sync", "async"])
def way(request: pytest.FixtureRequest, database: str) -> Iterator[Way]:
    with psycopg.connect(database) as conn:
        conn.execute("create table public.things (id integer primary key)")
        conn.execute("insert into public.things select generate_series(1, 5)")
    way: Way = request.param(database)
    yield way
    way.close()


class Stage:
    """A sender and a receiver, and a table that is offered."""

    def __init__(self, way: Way) -> None:
        self.way = way
        self.actor = uuid4()
        self.tell(
            sync_connections.offer_table("public.things"),
            speaker=OWNER,
        )
        made = self.tell(
            sync_connections.create("B", "https://b.example", expires_at=SOON, max_downloads=9)
        )
        assert isinstance(made, NewSyncConnection)
        assert made.token
        self.sender, self.token = made.id, made.token
        self.receiver: UUID = self.tell(
            sync_connections.create("A", "https://a.example", direction="receiver")
        ).id
        self.tell(
            sync_connections.approve(self.sender, actor=self.actor),
            sync_connections.approve(self.receiver),
            values(
                UUID,
                "update amity.sync_connections set writable_tables = '{things}'"
                " where direction = 'receiver' returning id",
            ),
        )

    def tell(self, *calls: Any, speaker: str = SERVICE) -> Any:
        return self.way.tell(*((speaker, call) for call in calls))

    def requested(self) -> UUID:
        found: UUID = self.tell(sync_connections.request(self.token, "things")).transfer_id
        return found

    def started(self) -> UUID:
        found: UUID = self.tell(self.starts()).id
        return found

    def starts(self, **how: Any) -> Call[SyncTransfer]:
        return sync_connections.start(self.receiver, "things", [self.actor], KEY, **how)


Case = Callable[[Stage], bool]
CASES: dict[str, Case] = {
    "create": lambda s: (
        s.tell(sync_connections.create("C", "https://c.example", allowed_tables=["x"])).token
        not in {None, s.token}
    ),
    "approve": lambda s: s.tell(sync_connections.find(s.sender)).approved_by == s.actor,
    "suspend": lambda s: (
        s.tell(sync_connections.suspend(s.sender, "audit", actor=s.actor)).suspended_reason
        == "audit"
    ),
    "reactivate": lambda s: (
        s.tell(
            sync_connections.suspend(s.sender), sync_connections.reactivate(s.sender, actor=s.actor)
        ).status
        == "active"
    ),
    "revoke": lambda s: s.tell(sync_connections.revoke(str(s.sender), "over")).status == "revoked",
    "renew": lambda s: (
        s.tell(
            sync_connections.renew(
                s.sender, expires_at=SOON, max_downloads=7, max_records_total=1 << 40
            )
        ).max_records_total
        == 1 << 40
    ),
    "rotate_token": lambda s: (
        not s.tell(
            sync_connections.rotate_token(s.sender), sync_connections.tables(s.token)
        ).allowed
    ),
    "set_password": lambda s: s.tell(sync_connections.set_password(s.sender, None)) is None,
    "forget": lambda s: (
        s.tell(sync_connections.forget(s.sender)).id == s.sender
        and s.tell(sync_connections.forget(s.sender)) is None
    ),
    "expire": lambda s: (
        s.tell(values(UUID, "update amity.sync_connections set max_downloads = 0 returning id"))
        and s.tell(sync_connections.expire()) == 2
    ),
    "find": lambda s: (
        s.tell(sync_connections.find(s.sender)).name == "B"
        and s.tell(sync_connections.find(uuid4())) is None
    ),
    "named": lambda s: (
        [row.id for row in s.tell(sync_connections.named("B"))] == [s.sender]
        and [row.id for row in s.tell(sync_connections.named(str(s.receiver).upper()))]
        == [s.receiver]
        and s.tell(sync_connections.named("B", "receiver")) == []
        and s.tell(sync_connections.revoke(s.sender)).status == "revoked"
        and s.tell(sync_connections.named("B")) == []
        and len(s.tell(sync_connections.named(str(s.sender), "sender"))) == 1
    ),
    "every": lambda s: (
        [row.name for row in s.tell(sync_connections.every())] == ["A", "B"]
        and [
            row.name
            for row in s.tell(
                sync_connections.every(after=s.tell(sync_connections.every(limit=1))[0])
            )
        ]
        == ["B"]
    ),
    "expiring_soon": lambda s: (
        [row.name for row in s.tell(sync_connections.expiring_soon())] == ["B"]
        and s.tell(sync_connections.expiring_soon(timedelta(hours=6))) == []
    ),
    "remaining": lambda s: (
        (row := s.tell(sync_connections.remaining(s.sender)))
        and (row.downloads, row.records) == (9, None)
        and s.tell(sync_connections.remaining(uuid4())) is None
    ),
    "history": lambda s: (
        [row.action for row in s.tell(sync_connections.history(s.sender))]
        == ["approved", "token_issued", "created"]
    ),
    "stats": lambda s: (
        s.started()
        and [(row.table_name, row.transfers) for row in s.tell(sync_connections.stats(s.receiver))]
        == [("public.things", 1)]
    ),
    "offer_table": lambda s: (
        s.tell(sync_connections.offer_table("things"), speaker=OWNER) == "public.things"
    ),
    "withdraw_table": lambda s: (
        s.tell(sync_connections.withdraw_table("things"), speaker=OWNER) is None
        and s.tell(sync_connections.tables(s.token)).tables == []
    ),
    "waiting": lambda s: (
        (transfer := s.requested())
        and [row.id for row in s.tell(sync_connections.waiting())] == [transfer]
    ),
    "transfer": lambda s: (
        (transfer := s.requested())
        and s.tell(sync_connections.transfer(transfer)).status == "pending_approval"
    ),
    "transfers": lambda s: (
        (first := s.started())
        and (second := s.started())
        and [row.id for row in s.tell(sync_connections.transfers(s.receiver))] == [second, first]
        and [
            row.id
            for row in s.tell(
                sync_connections.transfers(
                    s.receiver, after=s.tell(sync_connections.transfer(second))
                )
            )
        ]
        == [first]
    ),
    "approve_transfer": lambda s: (
        s.tell(sync_connections.approve_transfer(s.requested(), actor=s.actor)).approved_by
        == s.actor
    ),
    "deny_transfer": lambda s: (
        s.tell(sync_connections.deny_transfer(s.requested(), "no", actor=s.actor)).denial_reason
        == "no"
    ),
    "cancel_transfer": lambda s: (
        s.tell(sync_connections.cancel_transfer(s.requested())).status == "cancelled"
    ),
    "complete_transfer": lambda s: (
        s.tell(sync_connections.complete_transfer(s.started())).status == "completed"
    ),
    "fail_transfer": lambda s: (
        s.tell(sync_connections.fail_transfer(s.started(), "full")).error_message == "full"
    ),
    "start": lambda s: (
        s.tell(s.starts(strategy="merge", remote_transfer=s.actor)).conflict_strategy == "merge"
    ),
    "advance": lambda s: (
        s.tell(
            sync_connections.advance(
                s.started(),
                ["7", "x"],
                created=1,
                updated=2,
                skipped=3,
                failed=4,
                size=1 << 40,
                key=KEY,
            )
        ).reached
        == ["7", "x"]
    ),
    "may_write": lambda s: (
        s.tell(sync_connections.may_write(s.receiver, "things"))
        and not s.tell(sync_connections.may_write(s.receiver, "others"))
        and not s.tell(sync_connections.may_write(s.sender, "things"))
    ),
    "restart": lambda s: (
        (begun := s.started())
        and s.tell(sync_connections.restart("things")) is None
        and s.tell(sync_connections.transfer(begun)).status == "cancelled"
    ),
    "site_id": lambda s: (
        s.tell(sync_connections.tables(s.token)).tables[0]["sites"]
        == [str(s.tell(sync_connections.site_id()))]
    ),
    "new_site_id": lambda s: (
        s.tell(sync_connections.new_site_id(), sync_connections.site_id())
        == s.tell(sync_connections.site_id())
    ),
    "due": lambda s: (
        s.tell(
            values(
                UUID,
                "update amity.sync_connections set auto_sync_enabled = true,"
                " auto_sync_tables = '{things}' where direction = 'receiver' returning id",
            )
        )
        and [row.table_name for row in s.tell(sync_connections.due())] == ["public.things"]
    ),
    "unfinished": lambda s: (
        (transfer := s.started())
        and [row.id for row in s.tell(sync_connections.unfinished(s.receiver, "public.things"))]
        == [transfer]
        and s.tell(sync_connections.unfinished(s.receiver, "public.other")) == []
        and s.tell(sync_connections.unfinished(s.sender)) == []
        and [row.id for row in s.tell(sync_connections.unfinished(s.receiver))] == [transfer]
        and s.tell(sync_connections.complete_transfer(transfer))
        and s.tell(sync_connections.unfinished(s.receiver)) == []
    ),
    "interrupted": lambda s: (
        (transfer := s.started())
        and s.tell(sync_connections.interrupted()) == []
        and s.tell(
            values(
                UUID,
                "update amity.sync_connections set auto_sync_enabled = true"
                " where direction = 'receiver' returning id",
            )
        )
        and [row.id for row in s.tell(sync_connections.interrupted())] == [transfer]
        and s.tell(sync_connections.suspend(s.receiver))
        and s.tell(sync_connections.interrupted()) == []
        and s.tell(sync_connections.reactivate(s.receiver))
        and s.tell(sync_connections.complete_transfer(transfer))
        and s.tell(sync_connections.interrupted()) == []
    ),
    "tables": lambda s: (
        [entry["table"] for entry in s.tell(sync_connections.tables(s.token)).tables]
        == ["public.things"]
    ),
    "request": lambda s: s.tell(sync_connections.request(s.token, "things")).allowed,
    "pull": lambda s: (
        (transfer := s.requested())
        and (
            page := s.tell(
                sync_connections.approve_transfer(transfer),
                sync_connections.pull(s.token, "things", limit=2, transfer=transfer),
            )
        )
        and (page.records, page.reached, page.is_last) == ([["1"], ["2"]], ["2"], False)
        and s.tell(
            sync_connections.pull(s.token, "things", after=page.reached, transfer=transfer)
        ).records
        == [["3"], ["4"], ["5"]]
    ),
    "authorize": lambda s: (
        s.tell(
            values(
                UUID,
                "update amity.sync_connections set approval_mode = 'auto_approve' returning id",
            ),
            sync_connections.authorize(s.token, "x", limit=3, address=ip_address("10.0.0.1")),
        ).rows_granted
        == 3
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_call(name: str, way: Way) -> None:
    assert CASES[name](Stage(way))


def test_no_call_is_forgotten() -> None:
    calls = {
        name
        for name, thing in vars(sync_connections).items()
        if inspect.isfunction(thing)
        and thing.__module__.startswith(sync_connections.__name__)
        and str(inspect.signature(thing).return_annotation).startswith("Call")
    }
    assert calls == set(CASES)


def test_everything_public_is_in_all() -> None:
    """Of each of the modules, and of the package in which they are found."""
    every = set()
    for module in (connections, receiving, records, sending):
        own = {
            name
            for name, thing in vars(module).items()
            if getattr(thing, "__module__", None) == module.__name__ and name[0] != "_"
        }
        assert own <= set(module.__all__)
        every |= set(module.__all__)
    assert {"errors", *every} == set(sync_connections.__all__)


# --- answers ---


def test_an_answer_refuses_when_it_is_asked_to(way: Way) -> None:
    reply = way.run(SERVICE, sync_connections.pull("nonsense", "things"))
    assert not reply.allowed
    with pytest.raises(sync_connections.errors.SyncInvalidToken) as refused:
        reply.or_refuse()
    assert (refused.value.status, refused.value.hint) == (401, "Ask the sending site for a token.")
    stage = Stage(way)
    offer = stage.tell(sync_connections.tables(stage.token))
    assert offer.or_refuse() is offer


def test_expiry_outlives_the_refusal(way: Way) -> None:
    """What the refusal writes down stays: it is an answer, and not an error that undoes it."""
    stage = Stage(way)
    stage.tell(
        values(
            UUID,
            "update amity.sync_connections set expires_at = now() - interval '1 s' returning id",
        )
    )
    reply = stage.tell(sync_connections.pull(stage.token, "things"))
    assert reply.slug == "sync_expired"
    assert stage.tell(sync_connections.find(stage.sender)).status == "expired"


def test_above_read_committed_nothing_is_decided(database: str) -> None:
    with psycopg.connect(database) as conn:
        conn.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        with pytest.raises(Refusal) as refused:
            sync_connections.pull("x", "things").on(conn)
        assert refused.value.slug == "isolation_unsupported"


def test_a_token_is_in_no_repr(way: Way) -> None:
    made = way.run(SERVICE, sync_connections.create("B", "https://b.example"))
    assert made.token not in repr(made)
    assert made.token not in str(made)


def test_no_secret_is_seen_from_another_session(database: str) -> None:
    """What others see of a session is the text of its statement: secrets are never part of it."""
    with psycopg.connect(database) as conn, psycopg.connect(database) as other:
        made = sync_connections.create("B", "https://b.example").on(conn)
        assert made.token
        seen = []
        for call in (
            sync_connections.pull(made.token, "things", password="hunter2"),
            sync_connections.tables(made.token, password="hunter2"),
            sync_connections.request(made.token, "things", password="hunter2"),
            sync_connections.authorize(made.token, "things", password="hunter2"),
            sync_connections.set_password(made.id, "hunter2"),
        ):
            try:
                call.on(conn)
            except Refusal as refusal:
                assert "hunter2" not in repr(refusal) + refusal.hint  # noqa: PT017
            query = "select query from pg_stat_activity where pid = %s"
            row = other.execute(query, [conn.info.backend_pid]).fetchone()
            assert row
            seen.append(row[0])
            other.commit()
        assert all("amity." in query for query in seen)
        assert not any(secret in query for query in seen for secret in (made.token, "hunter2"))


# --- records ---

RECORDS = [
    sync_connections.SyncConnection,
    sync_connections.SyncTransfer,
    sync_connections.SyncConnectionEntry,
    sync_connections.NewSyncConnection,
    sync_connections.Remaining,
    sync_connections.Due,
    sync_connections.TransferStats,
    sync_connections.Authorization,
    sync_connections.Offer,
    sync_connections.Page,
]

COLUMNS = """
select attname, format_type(atttypid, null), atttypid::regtype::text,
  (select array_agg(enumlabel::text) from pg_enum where enumtypid = atttypid), attnotnull
from pg_attribute
where attrelid = to_regclass(%(source)s) and attnum > 0 and not attisdropped
union all
select name, format_type(type, null), type::regtype::text,
  (select array_agg(enumlabel::text) from pg_enum where enumtypid = type), false
from pg_proc, unnest(proargnames, proallargtypes, proargmodes) as columns (name, type, mode)
where oid = to_regproc(%(source)s) and mode = 't'
"""

PYTHON_TYPES: dict[str, set[Any]] = {
    "uuid": {UUID},
    "text": {str},
    "boolean": {bool},
    "smallint": {int},
    "integer": {int},
    "bigint": {int},
    "timestamp with time zone": {datetime},
    "text[]": {list[str]},
    "cidr[]": {list[sync_connections.Network]},
    "inet": set(get_args(sync_connections.Address)),
    "jsonb": {dict[str, Any], list[str], list[dict[str, Any]]},
    "json": {list[list[str | None]]},
}


def test_fields_are_columns(conn: psycopg.Connection[Any]) -> None:
    for record in RECORDS:
        source = (record.__doc__ or "").split("``")[1].removesuffix("()")
        columns = conn.execute(COLUMNS, {"source": source}).fetchall()
        hints = get_type_hints(record)
        assert [field.name for field in fields(record)] == [column[0] for column in columns], record
        for column, type_name, _, labels, not_null in columns:
            _holds(hints[column], type_name, labels, not_null, f"{record.__name__}.{column}")


def _holds(hint: Any, type_name: str, labels: list[str] | None, not_null: bool, what: str) -> None:
    """Whether a field's type is that of its column."""
    optional = get_origin(hint) is not Literal and type(None) in get_args(hint)
    if optional:
        hint = Union[tuple(part for part in get_args(hint) if part is not type(None))]  # noqa: UP007
    if labels:
        assert set(get_args(hint)) == set(labels), what
    elif type_name == "inet":
        assert set(get_args(hint)) == PYTHON_TYPES[type_name], what
    else:
        assert hint in PYTHON_TYPES[type_name], what
    assert not (optional and not_null), what


def test_rows_hold_what_their_fields_say(way: Way) -> None:
    stage = Stage(way)
    stage.tell(
        values(
            UUID, "update amity.sync_connections set ip_whitelist = '{10.0.0.0/8,::1}' returning id"
        ),
        sync_connections.authorize("x", "x"),
    )
    row = stage.tell(sync_connections.find(stage.sender))
    assert row.ip_whitelist == [ip_network("10.0.0.0/8"), ip_network("::1/128")]
    assert row.metadata == {}
    transfer: SyncTransfer = stage.tell(stage.starts())
    assert (transfer.metadata, transfer.reached) == ({}, None)
