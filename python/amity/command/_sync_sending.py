"""`amity sync` at the sending site: connections, their tokens, tables, approvals."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from amity import sync_connections
from amity.command._screen import as_json, say, table
from amity.command._sync_common import By, Reason, Which, database, moment, one_of
from amity.command._target import AsJson, Url
from amity.errors import AmityError
from amity.sync_connections import ApprovalMode, SyncTransfer, find_named
from amity.sync_connections.receiver.secrets import read_secret

TokenTo = Annotated[
    Path | None,
    typer.Option("--token-to", help="Write the token to this new file, which only you can read."),
]
Transfer = Annotated[
    UUID,
    typer.Argument(metavar="TRANSFER", help="See `amity sync waiting` and `amity sync transfers`."),
]
Table = Annotated[str, typer.Argument(metavar="TABLE", help="As SQL writes it: public.orders.")]
Until = Annotated[datetime | None, typer.Option(help="When it expires, in UTC.")]
Downloads = Annotated[int | None, typer.Option("--max-downloads", help="Pages in all.")]
Records = Annotated[int | None, typer.Option("--max-records", help="Records in all.")]


class TokenFileError(AmityError):
    """The token cannot be written to that file."""


class PasswordMissingError(AmityError):
    """The command line does not say which password is meant."""


def create(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="What the other site is called here.")
    ],
    site: Annotated[str, typer.Argument(metavar="SITE", help="The URL of the other site.")],
    url: Url = None,
    *,
    mode: Annotated[
        str,
        typer.Option(help="Which transfers wait: require_approval, per_table or auto_approve."),
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
            expires_at=_utc(until),
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
        raise PasswordMissingError("Give either a password or --clear.", "Name a --password-file.")
    with database(url) as conn:
        site = find_named(conn, which, "sender")
        word = read_secret(password_file) if password_file else None
        sync_connections.set_password(site.id, word, actor=by).on(conn)
    say(f"{site.name} requires {'its' if word else 'no'} password from now on.")


def offer(host_table: Table, url: Url = None) -> None:
    """Offer a table to the connections that allow it."""
    with database(url) as conn:
        name = sync_connections.offer_table(host_table).on(conn)
    say(f"{name} is offered.")


def withdraw(host_table: Table, url: Url = None) -> None:
    """Stop offering a table."""
    with database(url) as conn:
        sync_connections.withdraw_table(host_table).on(conn)
    say(f"{host_table} is no longer offered.")


def waiting(url: Url = None, json: AsJson = False) -> None:
    """Show the transfers that wait for an approval."""
    with database(url) as conn:
        found = sync_connections.waiting(limit=1000).on(conn)
    if json:
        as_json({"waiting": found})
        return
    rows = [
        (
            str(each.id),
            each.table_name,
            each.remote_site_url,
            str(each.requester_ip or ""),
            moment(each.approval_expires_at),
        )
        for each in found
    ]
    table("transfer", "table", "site", "requested from", "until", rows=rows)


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


def deny(transfer: Transfer, url: Url = None, *, reason: Reason = None, by: By = None) -> None:
    """Deny a transfer that waits."""
    with database(url) as conn:
        denied = sync_connections.deny_transfer(transfer, reason, actor=by).on(conn)
    say(f"{denied.table_name} is denied to {denied.remote_site_url}.")


def cancel(transfer: Transfer, url: Url = None) -> None:
    """Cancel a transfer, on either side."""
    with database(url) as conn:
        stopped = sync_connections.cancel_transfer(transfer).on(conn)
    say(f"{stopped.table_name} is cancelled.")


def suspend(which: Which, url: Url = None, *, reason: Reason = None, by: By = None) -> None:
    """Suspend a connection until it is reactivated."""
    with database(url) as conn:
        site = find_named(conn, which)
        sync_connections.suspend(site.id, reason, actor=by).on(conn)
    say(f"{site.name} is suspended.")


def reactivate(which: Which, url: Url = None, *, by: By = None) -> None:
    """Activate a suspended connection again."""
    with database(url) as conn:
        site = find_named(conn, which)
        sync_connections.reactivate(site.id, actor=by).on(conn)
    say(f"{site.name} is active again.")


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
    with database(url) as conn:
        site = find_named(conn, which)
        renewed = sync_connections.renew(
            site.id,
            expires_at=_utc(until),
            max_downloads=max_downloads,
            max_records_total=max_records,
            actor=by,
        ).on(conn)
    say(f"{site.name} is {renewed.status}.")


def revoke(which: Which, url: Url = None, *, reason: Reason = None, by: By = None) -> None:
    """End a connection for good."""
    with database(url) as conn:
        site = find_named(conn, which)
        sync_connections.revoke(site.id, reason, actor=by).on(conn)
    say(f"{site.name} is revoked, for good.")


def _utc(until: datetime | None) -> datetime | None:
    return until and until.replace(tzinfo=until.tzinfo or UTC)


def _handed_over(token: str, path: Path | None) -> str | None:
    """Write the token to a new file, or give it back to be shown."""
    if path is None:
        return token
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise TokenFileError(
            f"Cannot write {path}: {error.strerror}.", "Nothing was changed."
        ) from error
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(token + "\n")
    return None


def _show_token(token: str | None, path: Path | None) -> None:
    say(f"The token is in {path}." if token is None else token)
    say("Send it over a secure channel. It is not shown again.")
