"""A sending site for the tests: an active connection, its token, and what is offered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, LiteralString
from uuid import UUID

import psycopg

from amity import as_service, sync_connections


@dataclass(frozen=True)
class Site:
    """A sending connection, as its two sides know it."""

    url: str
    id: UUID
    token: str

    def pull(self, table: str, *, url: str | None = None, **how: Any) -> sync_connections.Page:
        """One page, in a session and a transaction of its own."""
        with psycopg.connect(url or self.url) as conn:
            return sync_connections.pull(self.token, table, **how).on(conn)

    def every_page(self, table: str, **how: Any) -> list[sync_connections.Page]:
        pages = [self.pull(table, **how)]
        while not pages[-1].or_refuse().is_last:
            last = pages[-1]
            pages.append(self.pull(table, after=last.reached, transfer=last.transfer_id, **how))
        return pages

    def set(self, what: LiteralString, *values: Any) -> None:
        """Changes columns of the connection, as a service."""
        with psycopg.connect(self.url) as conn, as_service(conn):
            conn.execute(
                f"update amity.sync_connections set {what} where id = %s", [*values, self.id]
            )

    def row(self) -> sync_connections.SyncConnection:
        with psycopg.connect(self.url) as conn:
            found = sync_connections.find(self.id).on(conn)
        assert found
        return found


def sending(url: str, setup: LiteralString = "", *offered: str, **how: Any) -> Site:
    """Makes tables, offers them, and a connection through which they flow at once."""
    with psycopg.connect(url) as conn:
        if setup:
            conn.execute(setup)
        for table in offered:
            sync_connections.offer_table(table).on(conn)
        how = {"approval_mode": "auto_approve", **how}
        made = sync_connections.create("B", "https://b.example", **how).on(conn)
        assert made.token
        sync_connections.approve(made.id).on(conn)
        conn.execute(
            "update amity.sync_connections set rate_limit_requests_per_minute = 10000"
            " where direction = 'sender'"
        )
        return Site(url, made.id, made.token)
