"""A database with Amity, a graph, and the same ties in the tables of the other contestants."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
from measuring.clients import Cost, timed
from measuring.contestants import tables
from measuring.copies import Copies
from measuring.graph import Graph, Tie

from amity import imports

Conn = psycopg.Connection[Any]

COPY_THEN_INDEXES = "COPY, then indexes"
COPY_WITH_HISTORY = "COPY with a history, into indexed tables"

_FIRST = datetime(2020, 1, 1, tzinfo=UTC)


class World:
    """One database. Amity imports the graph, the others take it by COPY: both are measured."""

    def __init__(self, who: str, url: str, graph: Graph, *, has_others: bool) -> None:
        self.who = who
        """Which Amity this is."""
        self.url = url
        self.graph = graph
        self.has_others = has_others
        self.loaded: dict[str, Cost] = {}
        """What a connection cost each contestant."""
        self.is_settled = False
        edges = self.edges(graph.connections)
        with psycopg.connect(url, autocommit=True) as conn:
            with conn.cursor().copy("copy amity.people (id) from stdin") as copy:
                copy.write("\n".join(graph.ids))
            self.loaded[who] = imported(conn, "connections", edges)
            imported(conn, "follows", self.edges(graph.follows))
            if has_others:
                self._load_others(conn, Copies(edges))
            conn.execute("vacuum analyze")

    def edges(self, ties: Iterable[Tie]) -> list[imports.Edge]:
        """The lines of an import, no two of the same moment. To accept took an hour."""
        ids = self.graph.ids
        lines = []
        for line, (one, other) in enumerate(ties, 1):
            moment = _FIRST + timedelta(seconds=10 * line)
            agreed = moment + timedelta(hours=1)
            lines.append(imports.Edge(line, ids[one], ids[other], moment, agreed))
        return lines

    def _load_others(self, conn: Conn, copies: Copies) -> None:
        tables.make(conn)
        self.loaded[COPY_THEN_INDEXES] = copies.into_bare(conn)
        self.loaded[COPY_WITH_HISTORY] = copies.into_logged(conn)
        for schema in ("bare", "logged"):
            conn.execute(
                f"insert into {schema}.follows (follower_id, followed_id, created_at)"
                " select follower_id, followed_id, created_at from amity.follows"
            )

    def settle(self) -> None:
        """Has requests wait for the readers, fills the other tables, and gathers statistics."""
        self.is_settled = True
        with psycopg.connect(self.url, autocommit=True) as conn:
            self.request(conn, self.graph.requests)
            if self.has_others:
                conn.execute(
                    "insert into bare.connections"
                    " select id, requester_id, recipient_id, status::text, message, requested_at"
                    " from amity.connections where status = 'pending'"
                )
                tables.make_from_bare(conn)
            conn.execute("vacuum analyze")

    def request(self, conn: Conn, ties: Iterable[Tie]) -> None:
        """Makes requests that wait for an answer."""
        ids = self.graph.ids
        ones, others = zip(*((ids[one], ids[other]) for one, other in ties), strict=True)
        conn.execute(
            "insert into amity.connections (requester_id, recipient_id)"
            " select * from unnest(%s::uuid[], %s::uuid[])",
            [list(ones), list(others)],
        )


def imported(conn: Conn, kind: imports.Kind, edges: list[imports.Edge]) -> Cost:
    """What a line costs that Amity imports. None may be refused."""

    def load() -> None:
        refused = imports.run(conn, kind, edges).refused
        if refused:
            raise RuntimeError(f"Refused: {refused[0]}")

    return timed(conn, len(edges), load)
