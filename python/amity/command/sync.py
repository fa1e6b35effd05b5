"""`amity sync`: two sites, one token, tables that flow from one to the other."""

from contextlib import AbstractContextManager
from datetime import UTC, datetime
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, get_args
from uuid import UUID

import psycopg
import typer

from amity import sync_connections
from amity.command import app
from amity.command._screen import Columns, as_json, moment, new_file, say, show
from amity.command._target import AsJson, Url, installed, required
from amity.errors import AmityError
from amity.sync_connections import ApprovalMode, SyncConnection, SyncTransfer, find_named
from amity.sync_connections.receiver.errors import printable
from amity.sync_connections.receiver.secrets import read_secret, variable


def _name(value: str) -> str:
    """Refuse the URL of the database, where the name before it was left out."""
    if value.lower().startswith(("postgres://", "postgresql://")):
        raise AmityError(
            "Name the connection before the URL of the database.",
            "`amity sync list URL` shows the names.",
        )
    return value


Which = Annotated[
    str,
    typer.Argument(
        metavar="CONNECTION",
        callback=_name,
        help="Its name, id or http URL: see `amity sync list`.",
    ),
]
By = Annotated[UUID | None, typer.Option("--by", help="Who does it, for the history: an id.")]
Reason = Annotated[str | None, typer.Option(help="Why: at most 500 characters.")]
Transfer = Annotated[
    UUID,
    typer.Argument(metavar="TRANSFER", help="See `amity sync waiting` and `amity sync transfers`."),
]
Until = Annotated[
    datetime | None,
    typer.Option(
        callback=lambda until: until and until.replace(tzinfo=until.tzinfo or UTC),
        help="When it expires, in UTC.",
    ),
]
Downloads = Annotated[int | None, typer.Option("--max-downloads", help="Pages in all.")]
Records = Annotated[int | None, typer.Option("--max-records", help="Records in all.")]

TokenTo = Annotated[
    Path | None,
    typer.Option("--token-to", help="Write the token to this new file, which only you can read."),
]
Private = Annotated[
    bool,
    typer.Option(
        "--allow-private-hosts",
        envvar="AMITY_SYNC_ALLOW_PRIVATE_HOSTS",
        help="Allow hosts of the local network and this machine.",
    ),
]
Table = Annotated[
    str, typer.Argument(metavar="TABLE", help="As SQL writes it: public.orders, or 'shop.*'.")
]

group = typer.Typer(no_args_is_help=True, help="Tables between two sites: offer, approve, pull.")
app.add_typer(group, name="sync", rich_help_panel="Other sites")


def database(url: str | None) -> AbstractContextManager[psycopg.Connection]:
    """Open the local database."""
    return installed(required(url), "Syncing")


def one_of(choices: Any, value: str, what: str) -> Any:
    """Give the value. Raises AmityError if it is not one of those choices."""
    if value not in get_args(choices):
        raise AmityError(
            f"{printable(value)} is not a {what}.", f"Choose one of {', '.join(get_args(choices))}."
        )
    return value


def matching(conn: psycopg.Connection, written: str) -> list[str]:
    """Give the tables that a schema such as `shop.*` stands for, or the name as it is."""
    if not written.rstrip().endswith("*"):
        return [written]
    if found := sync_connections.tables_of(written).on(conn):
        return found
    raise AmityError(f"There is no table in {printable(written)}.", "Name a schema, as 'shop.*'.")


# --- the sending site ---

sending = partial(group.command, rich_help_panel="Sending site")


@sending()
def create(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="What the other site is called here.")
    ],
    site: Annotated[str, typer.Argument(metavar="SITE", help="The URL of the other site.")],
    url: Url = None,
    *,
    mode: Annotated[
        str, typer.Option(help="Which transfers wait: require_approval, per_table or auto_approve.")
    ] = "require_approval",
    tables: Annotated[
        list[str] | None, typer.Option("--table", help="A table that it may pull; by default any.")
    ] = None,
    until: Until = None,
    max_downloads: Downloads = None,
    max_records: Records = None,
    token_to: TokenTo = None,
    by: By = None,
    json: AsJson = False,
) -> None:
    """Create a connection that sends to another site, and show its token, once."""
    with database(url) as conn, conn.transaction():
        made = sync_connections.create(
            name,
            site,
            approval_mode=one_of(ApprovalMode, mode, "mode"),
            allowed_tables=tables,
            expires_at=until,
            max_downloads=max_downloads,
            max_records_total=max_records,
            actor=by,
        ).on(conn)
        # inside the transaction: a token that cannot be written is rolled back
        shown_token = _handed_over(made.token or "", token_to)
    if json:
        as_json({"id": str(made.id), "token": shown_token})
        return
    _show_token(shown_token, token_to)
    say(f"It is pending: `amity sync approve` activates it. Its id is {made.id}.")


@sending()
def offer(host_table: Table, url: Url = None) -> None:
    """Offer a table, or all of a schema, to the connections that allow it."""
    with database(url) as conn, conn.transaction():
        names = [sync_connections.offer_table(each).on(conn) for each in matching(conn, host_table)]
    for name in names:
        say(f"{name} is offered.")


@sending()
def withdraw(host_table: Table, url: Url = None) -> None:
    """Stop offering a table, or all of a schema."""
    with database(url) as conn, conn.transaction():
        names = matching(conn, host_table)
        for each in names:
            sync_connections.withdraw_table(each).on(conn)
    for name in names:
        say(f"{name} is no longer offered.")


@sending()
def rotate(
    which: Which, url: Url = None, *, token_to: TokenTo = None, by: By = None, json: AsJson = False
) -> None:
    """Give a connection a new token, and show it, once. The old one is invalid at once."""
    with database(url) as conn, conn.transaction():
        site = find_named(conn, which, "sender")
        token = sync_connections.rotate_token(site.id, actor=by).on(conn)
        shown_token = _handed_over(token, token_to)
    if json:
        as_json({"id": str(site.id), "token": shown_token})
        return
    _show_token(shown_token, token_to)


@sending()
def password(
    which: Which,
    url: Url = None,
    *,
    password_file: Annotated[
        Path | None,
        typer.Option("--password-file", help="The file of the password, which only you can read."),
    ] = None,
    clear: Annotated[bool, typer.Option("--clear", help="Remove it.")] = False,
    by: By = None,
) -> None:
    """Set a password that a connection requires besides its token, or remove it."""
    if (password_file is None) == (not clear):
        raise AmityError("Give either a password or --clear.", "Name a --password-file.")
    with database(url) as conn:
        site = find_named(conn, which, "sender")
        word = read_secret(password_file) if password_file else None
        if word:
            sync_connections.set_password_unlogged(conn, site.id, word, actor=by)
        else:
            sync_connections.set_password(site.id, None, actor=by).on(conn)
    say(f"{site.name} requires {'its' if word else 'no'} password from now on.")


@sending()
def waiting(url: Url = None, json: AsJson = False) -> None:
    """Show the transfers that wait for an approval."""
    with database(url) as conn:
        found = sync_connections.waiting(limit=1000).on(conn)
    columns: Columns[SyncTransfer] = {
        "transfer": lambda each: each.id,
        "table": lambda each: each.table_name,
        "site": lambda each: each.remote_site_url,
        "requested from": lambda each: each.requester_ip or "",
        "until": lambda each: moment(each.approval_expires_at),
    }
    show("waiting", found, columns, json=json)


@sending()
def deny(transfer: Transfer, url: Url = None, *, reason: Reason = None, by: By = None) -> None:
    """Deny a transfer that waits."""
    with database(url) as conn:
        denied = sync_connections.deny_transfer(transfer, reason, actor=by).on(conn)
    say(f"{denied.table_name} is denied to {denied.remote_site_url}.")


def _handed_over(token: str, path: Path | None) -> str | None:
    """Write the token to a new file, or give it back to be shown."""
    if path is None:
        return token
    with new_file(path, "Nothing was changed.") as file:
        file.write(token + "\n")
    return None


def _show_token(token: str | None, path: Path | None) -> None:
    say(f"The token is in {path}." if token is None else token)
    say("Send it over a secure channel. It is not shown again.")


import_module("amity.command._sync_announce")

# --- the receiving site, and both: in the order in which the help shows them ---

import_module("amity.command._sync_receiving")
import_module("amity.command._sync_compare")
both = partial(group.command, rich_help_panel="Both")
import_module("amity.command._sync_status")


@both("list")
def list_(url: Url = None, json: AsJson = False) -> None:
    """Show every connection, newest first."""
    with database(url) as conn:
        found = sync_connections.every(limit=1_000_000).on(conn)
    columns: Columns[SyncConnection] = {
        "connection": lambda each: each.name,
        "direction": lambda each: "sends" if each.direction == "sender" else "receives",
        "status": lambda each: each.status,
        "site": lambda each: each.site_url,
        "records": lambda each: f"{each.total_records_transferred:,}",
        "last": lambda each: moment(each.last_transfer_at) or "never",
        "token from": lambda each: "" if each.direction == "sender" else variable(each.name),
        "id": lambda each: each.id,
    }
    show("connections", found, columns, json=json)


@both("id")
def id_(
    url: Url = None,
    *,
    new: Annotated[
        bool, typer.Option("--new", help="Give this copy of a database its own id.")
    ] = False,
    json: AsJson = False,
) -> None:
    """Show the id by which other sites know this database."""
    with database(url) as conn:
        found = (sync_connections.new_site_id() if new else sync_connections.site_id()).on(conn)
    if json:
        as_json({"id": str(found)})
        return
    say(str(found))


@both()
def transfers(
    which: Which,
    url: Url = None,
    *,
    limit: Annotated[int, typer.Option(help="How many, newest first.")] = 50,
    json: AsJson = False,
) -> None:
    """Show the transfers of a connection, newest first."""
    with database(url) as conn:
        site = find_named(conn, which)
        found = sync_connections.transfers(site.id, limit=limit).on(conn)
    columns: Columns[SyncTransfer] = {
        "transfer": lambda each: each.id,
        "table": lambda each: each.table_name,
        "status": lambda each: each.status,
        "records": lambda each: f"{each.records_transferred:,}",
        "failed": lambda each: f"{each.records_failed:,}",
        "since": lambda each: moment(each.created_at),
        "reason": lambda each: each.error_message or each.denial_reason or "",
    }
    show("transfers", found, columns, json=json)


@both()
def approve(
    what: Annotated[
        str, typer.Argument(metavar="WHICH", help="A connection, or a transfer that waits.")
    ],
    url: Url = None,
    *,
    by: By = None,
) -> None:
    """Activate a pending connection, or approve a transfer that waits."""
    with database(url) as conn:
        approved = sync_connections.approve_named(conn, what, actor=by)
    if isinstance(approved, SyncTransfer):
        say(f"{approved.remote_site_url} may pull {approved.table_name}.")
    else:
        say(f"{approved.name} is active.")


@both()
def suspend(which: Which, url: Url = None, *, reason: Reason = None, by: By = None) -> None:
    """Suspend a connection until it is reactivated."""
    with database(url) as conn:
        site = find_named(conn, which)
        sync_connections.suspend(site.id, reason, actor=by).on(conn)
    say(f"{site.name} is suspended.")


@both()
def reactivate(which: Which, url: Url = None, *, by: By = None) -> None:
    """Activate a suspended connection again."""
    with database(url) as conn:
        site = find_named(conn, which)
        sync_connections.reactivate(site.id, actor=by).on(conn)
    say(f"{site.name} is active again.")


@both()
def renew(
    which: Which,
    url: Url = None,
    *,
    until: Until = None,
    max_downloads: Downloads = None,
    max_records: Records = None,
    by: By = None,
) -> None:
    """Give a connection a new end or new limits; the others stay."""
    if (until, max_downloads, max_records) == (None, None, None):
        raise typer.BadParameter("Name what is new: --until, --max-downloads or --max-records.")
    with database(url) as conn:
        site = find_named(conn, which)
        renewed = sync_connections.renew(
            site.id,
            expires_at=until,
            max_downloads=max_downloads,
            max_records_total=max_records,
            actor=by,
        ).on(conn)
    say(f"{site.name} is {renewed.status}.")


@both()
def revoke(which: Which, url: Url = None, *, reason: Reason = None, by: By = None) -> None:
    """End a connection for good."""
    with database(url) as conn:
        site = find_named(conn, which)
        sync_connections.revoke(site.id, reason, actor=by).on(conn)
    say(f"{site.name} is revoked, for good.")


@both()
def cancel(transfer: Transfer, url: Url = None) -> None:
    """Cancel a transfer, on either side."""
    with database(url) as conn:
        stopped = sync_connections.cancel_transfer(transfer).on(conn)
    say(f"{stopped.table_name} is cancelled.")
