"""A sender and a receiver in one database, for the tests of calls."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from python.ways import OWNER, SERVICE, Way

from amity import sync_connections
from amity.calls import Call, values
from amity.sync_connections import NewSyncConnection, SyncTransfer

SOON = datetime.now(UTC) + timedelta(hours=12)
KEY = [{"name": "id", "type": "integer"}]


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
