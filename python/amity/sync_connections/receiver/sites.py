"""The sites that this database receives from: added under a name, opened with their secrets."""

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
from amity.sync_connections.receiver.secrets import Secrets, find_secrets, variable

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
            " writable_tables = %s where id = %s returning null",
            *(strategy, bool(auto_tables), list(auto_tables), interval_minutes),
            *([*tables, *auto_tables], made.id),
        ).on(conn)
        sync_connections.approve(made.id, actor=actor).on(conn)
    return made.id


def site_secrets(conn: Conn, site: SyncConnection, token_file: Path | None = None) -> Secrets:
    """Find the secrets of a site, refusing a variable that is another site's too."""
    _require_own_variable(conn, site.name, site.id)
    return find_secrets(site.name, token_file=token_file)


def _require_own_variable(conn: Conn, name: str, connection: UUID | None = None) -> None:
    """Refuse a variable of two sites, which would tell one site the secrets of the other."""
    query = """
        select name from amity.sync_connections
        where direction = 'receiver' and status <> 'revoked' and id is distinct from %s::uuid
    """
    if variable(name) in map(variable, values(str, query, connection).on(conn)):
        raise TokenMissingError(
            f"{variable(name)} would be the variable of more than one connection.",
            "Give one of them a name with other letters or digits.",
        )


def open_source(
    url: str, secrets: Secrets, *, allow_private: bool = False, max_bytes: int = 32 << 20
) -> "Source":
    """Open a site by its URL; the end of a ``with`` closes it.

    Args:
        url: of its PostgREST or Postgres.
        secrets: what opens it.
        allow_private: whether it may be on a private host.
        max_bytes: the largest response that is read.

    Raises:
        SiteNotAllowedError: the URL leads where no request is sent.
        SiteUnreachableError: no response; later requests raise it too.
    """
    site = resolve(url, allow_private=allow_private)
    with needs("sync", "Receiving from a site"):
        from amity.sync_connections.receiver.http_source import HttpSource  # noqa: PLC0415
        from amity.sync_connections.receiver.postgres_source import PostgresSource  # noqa: PLC0415
    kind = PostgresSource if site.is_postgres else HttpSource
    return kind(site, secrets, max_bytes=max_bytes)
