"""Imports: existing ties from elsewhere, in bulk, with their dates and under the same rules."""

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Literal

from amity.calls import Call, Conn, many
from amity.imports import errors

__all__ = ["blocks", "connections", "errors", "follows", "in_batches", "run"]

Kind = Literal["connections", "follows", "blocks"]
Moments = Sequence[datetime | None] | None

REASONS = {
    "person_missing": "The line does not name two people",
    "line_unreadable": "The line cannot be read",
    "date_invalid": "A date cannot be read",
    "date_in_future": "A date is in the future",
    "dates_reversed": "It was accepted before it was requested",
    "not_accepted": "It was requested, and not accepted",
    "person_not_found": "No person here has that id or key",
    "self_connection": "A person cannot connect with themselves",
    "self_follow": "A person cannot follow themselves",
    "self_block": "A person cannot block themselves",
    "blocked": "One of them has blocked the other",
    "already_connected": "They are connected already",
    "already_following": "They follow them already",
    "already_blocked": "They have blocked them already",
    "ended_since": "It has ended here since",
    "limit_reached": "The cap that the host set leaves no room",
}
"""Why a line is refused, by its slug."""

THERE_ALREADY = ("already_connected", "already_following", "already_blocked")
"""The slugs of lines whose tie exists already."""

# A block ends ties, each by its own rules, and other sessions wait meanwhile.
BATCH: dict[Kind, int] = {"connections": 20_000, "follows": 20_000, "blocks": 5_000}
"""The number of lines in a batch, which is one transaction."""

PATIENCE = 60.0
"""Seconds that a batch waits for other sessions that are changing ties."""


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A row of ``amity.import_connections()``, and of its like for other kinds."""

    line: int
    refused: str


@dataclass(frozen=True, slots=True)
class Edge:
    """A line to import: two people, by id or by the host's key, and since when.

    ``began_at`` is when it was requested, followed or blocked, ``agreed_at`` when a request was
    accepted: a connection without it was not. A moment without a time zone is UTC; none is now.
    """

    line: int
    one: str
    other: str
    began_at: datetime | None = None
    agreed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that was not imported, and why: a slug of :data:`REASONS`."""

    line: int
    slug: str
    one: str | None = None
    other: str | None = None

    @property
    def reason(self) -> str:
        """The reason as a sentence."""
        return REASONS.get(self.slug, self.slug)


@dataclass(frozen=True, slots=True)
class Batch:
    """The result of one batch, which is committed on a connection in autocommit."""

    lines: int
    refused: tuple[Refused, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The result of an import."""

    kind: Kind
    lines: int
    imported: int
    refused: tuple[Refused, ...]

    @property
    def reasons(self) -> dict[str, int]:
        """How many lines were refused for each reason, most first."""
        return dict(Counter(each.slug for each in self.refused).most_common())


def connections(
    requesters: Sequence[str],
    recipients: Sequence[str],
    requested_at: Moments = None,
    accepted_at: Moments = None,
) -> Call[list[RefusedLine]]:
    """Imports connections, one for each index of the lists; gives the refused lines.

    Each person is an id, or a key of the host's table of users. Without a moment it begins now.
    A line with `requested_at` but no `accepted_at` is a request, and refused.
    For services. Refuses: ``import_busy``, ``import_not_alone``, ``import_too_large``,
    ``connections_disabled``, ``isolation_unsupported``.
    """
    query = """
        select * from amity.import_connections(
          %b::text[], %b::text[], %b::text[]::timestamptz[], %b::text[]::timestamptz[])
    """
    moments = _iso(requested_at), _iso(accepted_at)
    return many(RefusedLine, query, requesters, recipients, *moments)


def follows(
    followers: Sequence[str], followed: Sequence[str], created_at: Moments = None
) -> Call[list[RefusedLine]]:
    """Imports follows: see :func:`connections`. Refuses ``follows_disabled`` instead."""
    query = "select * from amity.import_follows(%b::text[], %b::text[], %b::text[]::timestamptz[])"
    return many(RefusedLine, query, followers, followed, _iso(created_at))


def blocks(
    blockers: Sequence[str], blocked: Sequence[str], created_at: Moments = None
) -> Call[list[RefusedLine]]:
    """Imports blocks, and ends the ties between those people: see :func:`connections`."""
    query = "select * from amity.import_blocks(%b::text[], %b::text[], %b::text[]::timestamptz[])"
    return many(RefusedLine, query, blockers, blocked, _iso(created_at))


def run(conn: Conn, kind: Kind, lines: Iterable[Edge | Refused]) -> Report:
    """Imports all lines, batch by batch. For services, and the owner of the schema.

    A second run imports what is missing. Refuses what the calls refuse; ``import_busy`` only after
    it waited a minute for other sessions.
    """
    batches = list(in_batches(conn, kind, lines))
    refused = tuple(each for batch in batches for each in batch.refused)
    total = sum(batch.lines for batch in batches)
    return Report(kind, total, total - len(refused), refused)


def in_batches(
    conn: Conn, kind: Kind, lines: Iterable[Edge | Refused], size: int | None = None
) -> Iterator[Batch]:
    """Imports as :func:`run` does; gives the result of each batch when it is committed.

    On a connection outside autocommit, or in a transaction, only you commit.
    """
    remaining = iter(lines)
    while batch := list(islice(remaining, size or BATCH[kind])):
        edges = [line for line in batch if isinstance(line, Edge)]
        refused = [line for line in batch if isinstance(line, Refused)]
        for answer in _import(conn, _call(kind, edges)) if edges else ():
            edge = edges[answer.line - 1]
            refused.append(Refused(edge.line, answer.refused, edge.one, edge.other))
        yield Batch(len(batch), tuple(sorted(refused, key=lambda each: each.line)))


def _call(kind: Kind, edges: list[Edge]) -> Call[list[RefusedLine]]:
    ones = [edge.one for edge in edges]
    others = [edge.other for edge in edges]
    began = [edge.began_at for edge in edges]
    if kind == "connections":
        return connections(ones, others, began, [edge.agreed_at for edge in edges])
    return (follows if kind == "follows" else blocks)(ones, others, began)


def _import(conn: Conn, call: Call[list[RefusedLine]]) -> list[RefusedLine]:
    """Make a call in a transaction or savepoint, and repeat it while other sessions are busy."""
    if not conn.autocommit:
        # Psycopg begins the owner's transaction, unless it has: ours would be committed at once.
        conn.execute("select", prepare=False)
    until = time.monotonic() + PATIENCE
    while True:
        try:
            with conn.transaction():
                return call.on(conn)
        except errors.ImportBusy:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def _iso(moments: Moments) -> list[str | None] | None:
    """Give moments as text, which is sent faster; without a time zone, they are UTC."""
    if moments is None:
        return None
    return [
        None if moment is None else f"{moment.isoformat()}{'' if moment.tzinfo else 'Z'}"
        for moment in moments
    ]
