"""Connections as the text that COPY takes, for the tables of the other contestants."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import psycopg
from measuring.clients import Cost, timed
from measuring.contestants.tables import index_connections

if TYPE_CHECKING:
    from amity import imports

Conn = psycopg.Connection[Any]


@dataclass(frozen=True)
class Copies:
    """The same connections as rows, and as a history of two entries each."""

    edges: list[imports.Edge]

    @cached_property
    def _ids(self) -> list[str]:
        return [str(uuid4()) for _ in self.edges]

    @cached_property
    def rows(self) -> str:
        return "".join(
            f"{tie}\t{edge.one}\t{edge.other}\taccepted\t{edge.began_at}\t{edge.agreed_at}\n"
            for tie, edge in zip(self._ids, self.edges, strict=True)
        )

    @cached_property
    def entries(self) -> str:
        return "".join(
            f"{tie}\t{edge.one}\t{edge.other}\trequested\t{edge.one}\t{edge.began_at}\n"
            f"{tie}\t{edge.one}\t{edge.other}\taccepted\t{edge.other}\t{edge.agreed_at}\n"
            for tie, edge in zip(self._ids, self.edges, strict=True)
        )

    def into_bare(self, conn: Conn) -> Cost:
        """What a row costs that goes into a table without indexes, which are made afterwards."""
        rows = self.rows
        conn.execute(
            "drop table bare.connections;"
            " create table bare.connections (like logged.connections including defaults)"
        )

        def load() -> None:
            _copy(conn, "bare.connections", _ROW, rows)
            index_connections(conn, "bare")

        return timed(conn, len(self.edges), load)

    def into_logged(self, conn: Conn) -> Cost:
        """What a row costs that goes, with its history, into tables that have their indexes."""
        rows, entries = self.rows, self.entries

        def load() -> None:
            _copy(conn, "logged.connections", _ROW, rows)
            _copy(conn, "logged.connections_history", _ENTRY, entries)

        return timed(conn, len(self.edges), load)


_ROW = "id, requester_id, recipient_id, status, requested_at, responded_at"
_ENTRY = "tie_id, one_id, other_id, action, actor_id, occurred_at"


def _copy(conn: Conn, table: str, columns: str, lines: str) -> None:
    with conn.cursor().copy(f"copy {table} ({columns}) from stdin") as copy:
        copy.write(lines)
