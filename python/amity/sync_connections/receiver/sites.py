"""The sites that this database receives from: added under a name, opened with their secrets."""

import math
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from amity import sync_connections
from amity._install import needs
from amity.calls import Conn, nothing, values
from amity.sync_connections import Id, Strategy, SyncConnection
from amity.sync_connections.receiver.addresses import resolve
from amity.sync_connections.receiver.errors import NameTakenError, TokenMissingError, printable
from amity.sync_connections.receiver.secrets import (
    Secrets,
    find_login,
    find_secrets,
    variable,
)

if TYPE_CHECKING:
    from amity.sync_connections.receiver.source import Source


def add_site(
    conn: Conn,
    name: str,
    url: str,
    *,
    strategy: Strategy = "skip",
    tables: Sequence[str] = (),
    auto_tables: Sequence[str] = (),
    interval_minutes: int = 60,
    max_records: int | None = None,
    cursor: str | None = None,
    actor: Id | None = None,
) -> UUID:
    """Make an active receiving connection, in one transaction, and give its id.

    Args:
        conn: a connection to the local database.
        name: what the site is called here.
        url: of its PostgREST or Postgres.
        strategy: what happens to rows that exist.
        tables: local tables that the site may write, or schemas as ``sales.*``.
        auto_tables: further ones, which :func:`pull_due` pulls.
        interval_minutes: between two such pulls.
        max_records: how many records are received in all; any number by default.
        cursor: the column by which tables are pulled that can be: only what changed.
        actor: who does it, for the history.

    Raises:
        NameTakenError: another receiving connection has this name.
        TokenMissingError: another one would have the same variable for its token.
    """
    with conn.transaction():
        if sync_connections.named(name, "receiver").on(conn):
            raise NameTakenError(
                f"There is already a connection called {printable(name)}.",
                "`amity sync list` shows it. Give this one another name.",
            )
        _require_own_variable(conn, name)
        made = sync_connections.create(
            name, url, direction="receiver", max_records_total=max_records, actor=actor
        ).on(conn)
        nothing(
            "update amity.sync_connections set default_conflict_strategy = %s,"
            " auto_sync_enabled = %s, auto_sync_tables = %s, auto_sync_interval_minutes = %s,"
            " writable_tables = %s, cursor_column = %s where id = %s returning null",
            *(strategy, bool(auto_tables), list(auto_tables), interval_minutes),
            *([*tables, *auto_tables], cursor, made.id),
        ).on(conn)
        sync_connections.approve(made.id, actor=actor).on(conn)
    return made.id


def site_secrets(conn: Conn, site: SyncConnection, token_file: Path | None = None) -> Secrets:
    """Find the secrets of a site, refusing a variable that is another site's too."""
    _require_own_variable(conn, site.name, site.id)
    return find_secrets(site.name, token_file=token_file)


def announce(
    conn: Conn,
    site: SyncConnection,
    name: str,
    url: str,
    *,
    password_file: Path | None = None,
    allow_private: bool = False,
) -> None:
    """Announce this site, which sends, to one that receives.

    Args:
        conn: a connection to the local database.
        site: the sending connection, whose URL is that of the other site.
        name: what this site is to be called there.
        url: of this site's PostgREST or Postgres.
        password_file: the file of the other site's incoming password, where it needs one.
        allow_private: whether the other site may be on a private host.
    """
    _require_own_variable(conn, site.name, site.id, site.site_url)
    secrets = find_login(site.name, password_file=password_file)
    with open_source(site.site_url, secrets, allow_private=allow_private) as source:
        source.announce(name, url)


def _require_own_variable(
    conn: Conn, name: str, connection: UUID | None = None, site_url: str | None = None
) -> None:
    """Refuse a variable of two sites, which would tell one site the secrets of the other."""
    query = """
        select name from amity.sync_connections
        where direction = 'receiver' and status <> 'revoked' and id is distinct from %s::uuid
          and lower(site_url) is distinct from lower(%s)
    """
    if variable(name) in map(variable, values(str, query, connection, site_url).on(conn)):
        raise TokenMissingError(
            f"{variable(name)} would be the variable of more than one connection.",
            "Give one of them a name with other letters or digits.",
        )


def open_source(
    url: str,
    secrets: Secrets,
    *,
    allow_private: bool = False,
    max_bytes: int = 32 << 20,
    max_seconds: float = math.inf,
) -> "Source":
    """Open a site by its URL; the end of a ``with`` closes it.

    Args:
        url: of its PostgREST or Postgres.
        secrets: what opens it.
        allow_private: whether it may be on a private host.
        max_bytes: the largest response that is read.
        max_seconds: after so long nothing more is requested.

    Raises:
        SiteNotAllowedError: the URL leads where no request is sent.
        SiteUnreachableError: no response; later requests raise it too.
    """
    site = resolve(url, allow_private=allow_private)
    with needs("sync", "Receiving from a site"):
        from amity.sync_connections.receiver.http_source import HttpSource  # noqa: PLC0415
        from amity.sync_connections.receiver.postgres_source import PostgresSource  # noqa: PLC0415
    kind = PostgresSource if site.is_postgres else HttpSource
    source = kind(site, secrets, max_bytes=max_bytes)
    source.ends_at = time.monotonic() + max_seconds
    return source
