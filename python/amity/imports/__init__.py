"""Imports: existing ties from elsewhere, in bulk, with their dates and under the same rules."""

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Literal, LiteralString

from amity.calls import Call, Conn, many, one
from amity.imports import errors

__all__ = ["blocks", "connections", "errors", "follows", "in_batches", "requests", "run", "undo"]

Kind = Literal["connections", "requests", "follows", "blocks"]
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
    "pending_request": "The request waits here already",
    "request_received": "The recipient has asked the requester, and requests may not cross",
    "request_expired": "The request is older than requests live here",
    "already_following": "They follow them already",
    "already_blocked": "They have blocked them already",
    "ended_since": "It has ended here since",
    "limit_reached": "The cap that the host set leaves no room",
}
"""Why a line is refused, by its slug."""

THERE_ALREADY = ("already_connected", "pending_request", "already_following", "already_blocked")
"""The slugs of lines whose tie exists already."""

# A block ends ties, each by its own rules, and other sessions wait meanwhile. A request holds the
# lock of its pair until the transaction ends, and the server has room for some thousands.
BATCH: dict[Kind, int] = {
    "connections": 20_000,
    "requests": 1_000,
    "follows": 20_000,
    "blocks": 5_000,
}
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
    Among connections, one that is ``pending`` is imported as a request.
    """

    line: int
    one: str
    other: str
    began_at: datetime | None = None
    agreed_at: datetime | None = None
    pending: bool = False


@dataclass(frozen=True, slots=True)
class Undone:
    """The row of ``amity.undo_import()``: ties that ended and that stay, and batches left."""

    undone: int
    changed: int
    batches: int


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
    run: str | None = None,
) -> Call[list[RefusedLine]]:
    """Imports connections, one for each index of the lists; gives the refused lines.

    Each person is an id, or a key of the host's table of users. Without a moment it begins now.
    A line with `requested_at` but no `accepted_at` is a request, and refused. With the name of a
    run, :func:`undo` can undo it.
    For services. Refuses: ``import_busy``, ``import_not_alone``, ``import_too_large``,
    ``connections_disabled``, ``isolation_unsupported``, ``text_too_long``, ``text_invalid``.
    """
    return _call_of("connections", requesters, recipients, requested_at, accepted_at, run=run)


def requests(
    requesters: Sequence[str],
    recipients: Sequence[str],
    requested_at: Moments = None,
    run: str | None = None,
) -> Call[list[RefusedLine]]:
    """Imports connection requests that wait: see :func:`connections`. Those that cross connect."""
    return _call_of("requests", requesters, recipients, requested_at, run=run)


def follows(
    followers: Sequence[str],
    followed: Sequence[str],
    created_at: Moments = None,
    run: str | None = None,
) -> Call[list[RefusedLine]]:
    """Imports follows: see :func:`connections`. Refuses ``follows_disabled`` instead."""
    return _call_of("follows", followers, followed, created_at, run=run)


def blocks(
    blockers: Sequence[str],
    blocked: Sequence[str],
    created_at: Moments = None,
    run: str | None = None,
) -> Call[list[RefusedLine]]:
    """Imports blocks, and ends the ties between those people: see :func:`connections`."""
    return _call_of("blocks", blockers, blocked, created_at, run=run)


def undo(run: str) -> Call[Undone]:
    """Undoes the last batch of a run: repeat it until no batch is left.

    What changed since stays: an answered request, a block with a reason, a tie from which a person
    stepped back. For services. Refuses: ``import_not_found``, ``isolation_unsupported``.
    """
    return one(Undone, "select * from amity.undo_import(%s)", run)


def run(conn: Conn, kind: Kind, lines: Iterable[Edge | Refused], run: str | None = None) -> Report:
    """Imports all lines, batch by batch. For services, and the owner of the schema.

    A second run imports what is missing. Refuses what the calls refuse; ``import_busy`` only after
    it waited a minute for other sessions. Inside ``conn.transaction(force_rollback=True)`` it
    only reports; other sessions wait to change a tie until that ends. `run` names it for
    :func:`undo`.
    """
    batches = list(in_batches(conn, kind, lines, run=run))
    refused = tuple(each for batch in batches for each in batch.refused)
    total = sum(batch.lines for batch in batches)
    return Report(kind, total, total - len(refused), refused)


def in_batches(
    conn: Conn,
    kind: Kind,
    lines: Iterable[Edge | Refused],
    size: int | None = None,
    run: str | None = None,
) -> Iterator[Batch]:
    """Imports as :func:`run` does; gives the result of each batch when it is committed.

    On a connection outside autocommit, or in a transaction, only you commit.
    """
    remaining = iter(lines)
    while batch := list(islice(remaining, size or BATCH[kind])):
        refused = [line for line in batch if isinstance(line, Refused)]
        edges = [line for line in batch if isinstance(line, Edge) and not line.pending]
        pending = iter([line for line in batch if isinstance(line, Edge) and line.pending])
        refused += _import(conn, kind, edges, run)
        while asked := list(islice(pending, BATCH["requests"])):
            refused += _import(conn, "requests", asked, run)
        yield Batch(len(batch), tuple(sorted(refused, key=lambda each: each.line)))


def _call_of(
    kind: LiteralString,
    ones: Sequence[str],
    others: Sequence[str],
    *moments: Moments,
    run: str | None,
) -> Call[list[RefusedLine]]:
    dates = ", %b::text[]::timestamptz[]" * len(moments)
    query = f"select * from amity.import_{kind}(%b::text[], %b::text[]{dates}, %s)"  # noqa: S608
    return many(RefusedLine, query, ones, others, *map(_iso, moments), run)


def _call(kind: Kind, edges: list[Edge], run: str | None) -> Call[list[RefusedLine]]:
    ones = [edge.one for edge in edges]
    others = [edge.other for edge in edges]
    began = [edge.began_at for edge in edges]
    if kind == "connections":
        return connections(ones, others, began, [edge.agreed_at for edge in edges], run)
    calls = {"requests": requests, "follows": follows, "blocks": blocks}
    return calls[kind](ones, others, began, run)


def _import(conn: Conn, kind: Kind, edges: list[Edge], run: str | None) -> list[Refused]:
    """Import in a transaction or savepoint, and try again while other sessions are busy."""
    if not edges:
        return []
    if not conn.autocommit:
        # Psycopg begins the owner's transaction, unless it has: ours would be committed at once.
        conn.execute("select", prepare=False)
    call = _call(kind, edges, run)
    until = time.monotonic() + PATIENCE
    while True:
        try:
            with conn.transaction():
                told = [(edges[answer.line - 1], answer.refused) for answer in call.on(conn)]
        except errors.ImportBusy:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return [Refused(edge.line, slug, edge.one, edge.other) for edge, slug in told]


def _iso(moments: Moments) -> list[str | None] | None:
    """Give moments as text, which is sent faster; without a time zone, they are UTC."""
    if moments is None:
        return None
    return [
        None if moment is None else f"{moment.isoformat()}{'' if moment.tzinfo else 'Z'}"
        for moment in moments
    ]
