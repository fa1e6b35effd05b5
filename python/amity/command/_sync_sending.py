"""`amity sync` at the sending site: connections, their tokens, tables, approvals."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from amity import sync_connections
from amity.command._screen import Columns, as_json, moment, new_file, say, show
from amity.command._target import AsJson, Url
from amity.command.sync import (
    By,
    Downloads,
    Reason,
    Records,
    Transfer,
    Until,
    Which,
    database,
    group,
    one_of,
)
from amity.errors import AmityError
from amity.sync_connections import ApprovalMode, SyncTransfer, find_named
from amity.sync_connections.receiver.secrets import read_secret

sending = partial(group.command, rich_help_panel="Sending site")

TokenTo = Annotated[
    Path | None,
    typer.Option("--token-to", help="Write the token to this new file, which only you can read."),
]
Table = Annotated[str, typer.Argument(metavar="TABLE", help="As SQL writes it: public.orders.")]


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
    """Offer a table to the connections that allow it."""
    with database(url) as conn:
        name = sync_connections.offer_table(host_table).on(conn)
    say(f"{name} is offered.")


@sending()
def withdraw(host_table: Table, url: Url = None) -> None:
    """Stop offering a table."""
    with database(url) as conn:
        sync_connections.withdraw_table(host_table).on(conn)
    say(f"{host_table} is no longer offered.")


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
        sync_connections.set_password(site.id, word, actor=by).on(conn)
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
