"""Every call of amity.sync_connections does what it says, on either kind of connection."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import timedelta
from ipaddress import ip_address
from uuid import UUID, uuid4

import pytest
from python.ways import OWNER, Way
from sync_connections.stage import KEY, SOON, Stage

from amity import sync_connections
from amity.calls import values
from amity.sync_connections import connections, overview, receiving, records, sending

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
        s.tell(
            values(
                UUID,
                "update amity.sync_connections set max_downloads = 0"
                " where direction = 'sender' returning id",
            )
        )
        and s.tell(sync_connections.expire()) == 1
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
        and [row.name for row in s.tell(sync_connections.named("https://A.example/"))] == ["A"]
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
    "state": lambda s: (
        (row := s.tell(sync_connections.state(s.sender, "things", address="10.0.0.1")))
        and (row.downloads_left, row.records_left) == (9, None)
        and row.is_active
        and s.tell(sync_connections.state(s.sender, at=SOON + timedelta(1))).has_expired
        and s.tell(sync_connections.state(uuid4())) is None
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
    "tables_of": lambda s: (
        s.tell(sync_connections.tables_of("public.*")) == ["public.things"]
        and s.tell(sync_connections.tables_of("amity.*")) == []
    ),
    "status": lambda s: (
        (rows := s.tell(sync_connections.status()))
        and [(row.name, row.problems) for row in rows]
        == [("A", []), ("B", ["the connection expires within a day: see `amity sync renew`"])]
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
    "lease": lambda s: (
        s.tell(sync_connections.lease(s.receiver, "things", s.actor))
        and s.tell(sync_connections.lease(s.receiver, "things", s.actor))
        and not s.tell(sync_connections.lease(s.receiver, "things", uuid4()))
    ),
    "release": lambda s: (
        s.tell(
            sync_connections.lease(s.receiver, "things", s.actor),
            sync_connections.release(s.receiver, "things", s.actor),
        )
        is None
        and s.tell(sync_connections.lease(s.receiver, "things", uuid4()))
    ),
    "stage": lambda s: (
        (begun := s.started())
        and not s.tell(sync_connections.stage(begun))
        and s.tell(sync_connections.stage(begun, ["id"]), sync_connections.stage(begun))
        and s.tell(sync_connections.advance(begun, ["5"], staged=5, key=KEY)).staged_at is None
        # they were never written there
        and not s.tell(sync_connections.stage(begun))
    ),
    "move": lambda s: (
        (
            moved := s.tell(
                sync_connections.stage(begun := s.started(), ["id"]),
                sync_connections.advance(begun, ["5"], staged=5, key=KEY, is_staged=True),
                sync_connections.move(begun, created=2, updated=1, skipped=1, failed=1, deleted=3),
            )
        )
        and (moved.status, moved.records_transferred) == ("completed", 5)
        and (moved.records_created, moved.records_updated, moved.records_skipped) == (2, 1, 1)
        and (moved.records_failed, moved.records_deleted) == (1, 3)
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
    "grant": lambda s: (
        (transfer := s.requested())
        and s.tell(
            sync_connections.approve_transfer(transfer),
            sync_connections.grant(s.token, "things", 1, after=["2"], limit=2, transfer=transfer),
        ).rows_granted
        == 2
    ),
    # what they do for a granted page: see test_snapshot
    "read": lambda s: s.tell(sync_connections.read("x")).slug == "sync_grant_invalid",
    "settle": lambda s: s.tell(sync_connections.settle("x")) is False,
    "checksum": lambda s: (
        (transfer := s.requested())
        and s.tell(sync_connections.approve_transfer(transfer))
        and (
            digest := s.tell(
                sync_connections.checksum(s.token, "things", ["id", "x"], transfer=transfer)
            )
        )
        and (digest.columns, digest.row_count) == (["id"], 5)
    ),
    "checksum_table": lambda s: (
        s.tell(sync_connections.checksum_table("things", ["id"]), speaker=OWNER).row_count == 5
    ),
    "announce": lambda s: (
        s.tell(sync_connections.announce("C", "https://c.example", password="x")).allowed
        and s.tell(sync_connections.named("https://c.example"))[0].status == "pending"
    ),
    "rotate_incoming_password": lambda s: (
        len(s.tell(sync_connections.rotate_incoming_password())) == 43
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
        and "Call[" in str(inspect.signature(thing).return_annotation)
    }
    assert calls == set(CASES)


def test_everything_public_is_in_all() -> None:
    """Of each of the modules, and of the package in which they are found."""
    every = set()
    for module in (connections, overview, receiving, records, sending):
        own = {
            name
            for name, thing in vars(module).items()
            if getattr(thing, "__module__", None) == module.__name__ and name[0] != "_"
        }
        assert own <= set(module.__all__)
        every |= set(module.__all__)
    assert {"errors", *every} == set(sync_connections.__all__)
