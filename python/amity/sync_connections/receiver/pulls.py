"""Pulls from sites: several tables of one, or everything that is due."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from amity import sync_connections
from amity.calls import Conn
from amity.errors import AmityError
from amity.sync_connections import SyncConnection
from amity.sync_connections.receiver import errors
from amity.sync_connections.receiver.local_table import full_name, read_table
from amity.sync_connections.receiver.options import DEFAULTS, Options
from amity.sync_connections.receiver.preview import Preview, preview_table
from amity.sync_connections.receiver.references import parents_first
from amity.sync_connections.receiver.secrets import Secrets
from amity.sync_connections.receiver.sites import open_source
from amity.sync_connections.receiver.tables import TableResult, receive_tables

if TYPE_CHECKING:
    from amity.sync_connections.receiver.source import Source

Outcome = Literal["completed", "failed", "waiting", "incomplete"]


@dataclass(slots=True)
class SiteResult:
    """The result of pulling from a site: its tables, or the problem that stopped them all."""

    site: SyncConnection
    tables: list[TableResult] = field(default_factory=list)
    problem: AmityError | None = None


def outcome(results: Iterable[SiteResult]) -> Outcome:
    """Summarize results: failed, or else waiting for an approval, or else lacking some rows."""
    results = list(results)
    tables = [table for result in results for table in result.tables]
    stopped = [table for table in tables if table.problem]
    if any(result.problem for result in results) or not all(table.waits for table in stopped):
        return "failed"
    if stopped:
        return "waiting"
    return "incomplete" if any(table.counts.get("failed") for table in tables) else "completed"


def pull(
    conn: Conn,
    site: SyncConnection,
    secrets: Secrets,
    tables: Iterable[str] | None,
    options: Options = DEFAULTS,
) -> SiteResult:
    """Receive those tables from a site; ``None`` is all that it offers and may write.

    What concerns all of the tables is raised as an AmityError; what concerns one is in its result.

    Args:
        conn: a connection to the local database, in autocommit.
        site: the receiving connection.
        secrets: what opens the site.
        tables: names, or schemas as ``shop.*``: what of them it offers and may write.
        options: how they are received.
    """
    names, schemas = _split(conn, site, tables)
    with open_source(site.site_url, secrets, **options.of_source()) as source:
        names += _offered(conn, site, source, schemas)
        return SiteResult(site, receive_tables(conn, source, site, names, options))


def preview(
    conn: Conn,
    site: SyncConnection,
    secrets: Secrets,
    tables: Iterable[str] | None,
    options: Options = DEFAULTS,
) -> list[Preview]:
    """Tell what :func:`pull` would do with these arguments; nothing is written on either side."""
    names, schemas = _split(conn, site, tables)
    with open_source(site.site_url, secrets, **options.of_source()) as source:
        names += _offered(conn, site, source, schemas)
        return [
            preview_table(conn, source, site, name, names=names, options=options)
            for name in parents_first(conn, names)
        ]


def _split(
    conn: Conn, site: SyncConnection, tables: Iterable[str] | None
) -> tuple[list[str], list[str] | None]:
    """Give the tables that are named, which it has to be allowed to write, and the schemas."""
    if tables is None:
        return [], None
    names = [full_name(conn, table, or_schema=True) for table in tables]
    schemas = [name for name in names if name.endswith(".*")]
    return writable(conn, site, [name for name in names if name not in schemas]), schemas


def _offered(
    conn: Conn, site: SyncConnection, source: "Source", schemas: list[str] | None
) -> list[str]:
    """Give what the site offers of these schemas, or of all, and may write here."""
    offer = source.tables()
    if schemas == []:
        return []
    prefixes = "" if schemas is None else tuple(schema.removesuffix("*") for schema in schemas)
    offered = dict.fromkeys(full_name(conn, each.table) for each in offer.tables)
    found = [
        name
        for name in offered
        if name.startswith(prefixes) and sync_connections.may_write(site.id, name).on(conn)
    ]
    if schemas and not found:
        raise errors.CannotReceiveError(
            f"{site.name} offers no table of {', '.join(schemas)} that it may write here.",
            "See `amity sync tables`, and writable_tables of the connection.",
        )
    return found


def pull_due(
    conn: Conn, secrets: Callable[[SyncConnection], Secrets], options: Options = DEFAULTS
) -> Iterator[SiteResult]:
    """Receive every table that is due or was interrupted, connection by connection.

    A connection that fails, or whose ``secrets`` raise an AmityError, does not stop the others. If
    two sessions do this at once, one receives a table and the other finds that it is not due.
    """
    for connection, tables in _due(conn).items():
        site = sync_connections.find(connection).on(conn)
        if site is None:
            continue
        result = SiteResult(site)
        is_due = partial(_is_due, conn, site.id)
        try:
            names = list(_writable(conn, result, tables))
            opened = open_source(site.site_url, secrets(site), **options.of_source())
            with opened as source:
                result.tables += receive_tables(conn, source, site, names, options, only_if=is_due)
        except AmityError as problem:
            result.problem = problem
        for table in result.tables:
            # another session receives it
            if isinstance(table.problem, errors.SyncBusyError):
                table.problem = None
        yield result


def _writable(conn: Conn, result: SiteResult, tables: list[str]) -> Iterator[str]:
    """Give the tables that the connection may write, and report the others."""
    for name in dict.fromkeys(tables):
        try:
            yield from writable(conn, result.site, [name])
        except errors.CannotReceiveError as problem:
            result.tables.append(TableResult(name, problem=problem))


def _due(conn: Conn) -> dict[UUID, list[str]]:
    """Give the tables of each connection that are due or were interrupted."""
    found: dict[UUID, list[str]] = {}
    for due in sync_connections.due().on(conn):
        found.setdefault(due.sync_connection_id, []).append(due.table_name)
    for transfer in sync_connections.interrupted().on(conn):
        if transfer.sync_connection_id:
            found.setdefault(transfer.sync_connection_id, []).append(transfer.table_name)
    return found


def _is_due(conn: Conn, connection: UUID, table: str) -> bool:
    """Whether it still is, now that no other session can begin with it."""
    return table in _due(conn).get(connection, [])


def writable(conn: Conn, site: SyncConnection, tables: Iterable[str]) -> list[str]:
    """Give the full names of tables, each of which the connection has to be allowed to write."""
    names = list(dict.fromkeys(full_name(conn, table) for table in tables))
    for name in names:
        if not sync_connections.may_write(site.id, name).on(conn):
            read_table(conn, name)  # a table that does not exist is reported as that
            raise errors.CannotReceiveError(
                f"{site.name} may not write {name} here.",
                "See writable_tables and excluded_tables of the connection.",
            )
    return names
