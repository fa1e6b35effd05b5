"""`amity sync` at the site that gives: connections, their tokens, tables, approvals."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from amity import sync_connections
from amity.command._screen import as_json, say, table
from amity.command._sync_common import By, Reason, Which, find, one_of, plain, serving
from amity.command._target import AsJson, Url
from amity.errors import AmityError
from amity.receiver.secrets import read_secret
from amity.sync_connections import ApprovalMode

TokenTo = Annotated[
    Path | None,
    typer.Option("--token-to", help="Write the token to this new file, which only you can read."),
]
Transfer = Annotated[
    UUID,
    typer.Argument(metavar="TRANSFER", help="See `amity sync waiting` and `amity sync transfers`."),
]
Table = Annotated[str, typer.Argument(metavar="TABLE", help="As SQL writes it: public.orders.")]
Until = Annotated[datetime | None, typer.Option(help="Until when it is open, in UTC.")]
Downloads = Annotated[int | None, typer.Option("--max-downloads", help="Pages in all.")]
Records = Annotated[int | None, typer.Option("--max-records", help="Records in all.")]


class FileExists(AmityError):
    """Something is there already, where the token should go."""

    slug = "file_exists"


def create(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What people call it.")],
    site: Annotated[str, typer.Argument(metavar="SITE", help="The URL of the other site.")],
    url: Url = None,
    *,
    mode: Annotated[
        str,
        typer.Option(help="Which transfers wait: require_approval, per_table or auto_approve."),
    ] = "require_approval",
    tables: Annotated[
        list[str] | None, typer.Option("--table", help="May be pulled; without any, all may.")
    ] = None,
    until: Until = None,
    max_downloads: Downloads = None,
    max_records: Records = None,
    token_to: TokenTo = None,
    by: By = None,
    json: AsJson = False,
) -> None:
    """Make a connection that gives to another site, and show its token, once."""
    with serving(url) as conn, conn.transaction():
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
        # inside the transaction: a token that could not be written opens nothing
        shown_token = _handed_over(made.token or "", token_to)
    if json:
        as_json({"id": str(made.id), "token": shown_token})
        return
    _show_token(shown_token, token_to)
    say(f"It is pending: `amity sync approve` lets it begin. Its id is {made.id}.")


def rotate(
    which: Which, url: Url = None, *, token_to: TokenTo = None, by: By = None, json: AsJson = False
) -> None:
    """Give a connection a new token, and show it, once. The old one is worth nothing any more."""
    with serving(url) as conn, conn.transaction():
        site = find(conn, which, "sender")
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
        Path | None, typer.Option("--password-file", help="Where it stands, for your eyes only.")
    ] = None,
    clear: Annotated[bool, typer.Option("--clear", help="Take it away.")] = False,
    by: By = None,
) -> None:
    """Give a connection a password on top of its token, or take it away."""
    if (password_file is None) == (not clear):
        raise AmityError("That needs either a password or --clear.", "Name a --password-file.")
    with serving(url) as conn:
        site = find(conn, which, "sender")
        word = read_secret(password_file) if password_file else None
        sync_connections.set_password(site.id, word, actor=by).on(conn)
    say(f"{site.name} {'needs its password' if word else 'needs no password'} from now on.")


def offer(host_table: Table, url: Url = None) -> None:
    """Let a table be sent, as far as each connection allows it."""
    with serving(url) as conn:
        name = sync_connections.offer_table(host_table).on(conn)
    say(f"{name} can be sent.")


def withdraw(host_table: Table, url: Url = None) -> None:
    """Let a table be sent no more."""
    with serving(url) as conn:
        sync_connections.withdraw_table(host_table).on(conn)
    say(f"{host_table} is not sent any more.")


def waiting(url: Url = None, json: AsJson = False) -> None:
    """Show the transfers that wait for an approval."""
    with serving(url) as conn:
        found = sync_connections.waiting(limit=1000).on(conn)
    if json:
        as_json({"waiting": [plain(each) for each in found]})
        return
    rows = [
        (
            str(each.id),
            each.table_name,
            each.remote_site_url,
            str(each.requester_ip or ""),
            f"{each.approval_expires_at:%Y-%m-%d %H:%M %Z}" if each.approval_expires_at else "",
        )
        for each in found
    ]
    table("transfer", "table", "site", "asked from", "until", rows=rows)


def approve(
    what: Annotated[
        str, typer.Argument(metavar="WHICH", help="A connection, or a transfer that waits.")
    ],
    url: Url = None,
    *,
    by: By = None,
) -> None:
    """Let a pending connection begin, or a transfer that waits."""
    with serving(url) as conn:
        if transfer := _as_transfer(what):
            found = sync_connections.transfer(transfer).on(conn)
            if found:
                sync_connections.approve_transfer(transfer, actor=by).on(conn)
                say(f"{found[0].table_name} may be pulled by {found[0].remote_site_url}.")
                return
        site = find(conn, what)
        sync_connections.approve(site.id, actor=by).on(conn)
    say(f"{site.name} is active.")


def deny(transfer: Transfer, url: Url = None, *, reason: Reason = None, by: By = None) -> None:
    """Deny a transfer that waits."""
    with serving(url) as conn:
        denied = sync_connections.deny_transfer(transfer, reason, actor=by).on(conn)
    say(f"{denied.table_name} is denied to {denied.remote_site_url}.")


def cancel(transfer: Transfer, url: Url = None) -> None:
    """Stop a transfer, on either side."""
    with serving(url) as conn:
        stopped = sync_connections.cancel_transfer(transfer).on(conn)
    say(f"{stopped.table_name} is cancelled.")


def suspend(which: Which, url: Url = None, *, reason: Reason = None, by: By = None) -> None:
    """Stop a connection until it is reactivated."""
    with serving(url) as conn:
        site = find(conn, which)
        sync_connections.suspend(site.id, reason, actor=by).on(conn)
    say(f"{site.name} is suspended.")


def reactivate(which: Which, url: Url = None, *, by: By = None) -> None:
    """Let a suspended connection go on."""
    with serving(url) as conn:
        site = find(conn, which)
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
    """Give a connection a new end or new limits; what is not named stays."""
    with serving(url) as conn:
        site = find(conn, which)
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
    with serving(url) as conn:
        site = find(conn, which)
        sync_connections.revoke(site.id, reason, actor=by).on(conn)
    say(f"{site.name} is revoked, for good.")


def _utc(moment: datetime | None) -> datetime | None:
    return moment and moment.replace(tzinfo=moment.tzinfo or UTC)


def _as_transfer(what: str) -> UUID | None:
    try:
        return UUID(what)
    except ValueError:
        return None


def _handed_over(token: str, path: Path | None) -> str | None:
    """Write the token to a new file, or give it to be shown."""
    if path is None:
        return token
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise FileExists(
            f"{path} cannot be written: {error.strerror}.", "Nothing was changed."
        ) from error
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(token + "\n")
    return None


def _show_token(token: str | None, path: Path | None) -> None:
    say(f"The token is in {path}." if token is None else token)
    say("Hand it over in a safe way. It is not shown again.")
