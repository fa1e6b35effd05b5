"""`amity sync`: two sites, one token, tables that flow from one to the other."""

from collections.abc import Callable
from typing import Annotated, Any

import typer

from amity import sync_connections
from amity.command import _sync_receiving as receiving
from amity.command import _sync_sending as sending
from amity.command._screen import as_json, say, table
from amity.command._sync_common import Which, find, plain, serving
from amity.command._target import AsJson, Url
from amity.receiver.secrets import variable


def register(app: typer.Typer) -> None:
    """Offer `amity sync` and its commands."""
    group = typer.Typer(
        no_args_is_help=True, help="Tables between two sites: offer them, pull them, allow it."
    )
    for panel, commands in _PANELS.items():
        for command in commands:
            group.command(command.__name__.rstrip("_"), rich_help_panel=panel)(command)
    app.add_typer(group, name="sync", rich_help_panel="Other sites")


def list_(url: Url = None, json: AsJson = False) -> None:
    """Show every connection, newest first."""
    with serving(url) as conn:
        found = sync_connections.every(limit=1_000_000).on(conn)
    if json:
        as_json({"connections": [plain(each) for each in found]})
        return
    rows = [
        (
            each.name,
            "gives" if each.direction == "sender" else "takes",
            each.status,
            each.site_url,
            f"{each.total_records_transferred:,}",
            f"{each.last_transfer_at:%Y-%m-%d %H:%M %Z}" if each.last_transfer_at else "never",
            "" if each.direction == "sender" else variable(each.name),
            str(each.id),
        )
        for each in found
    ]
    table("connection", "here", "is", "site", "records", "last", "token from", "id", rows=rows)


def transfers(
    which: Which,
    url: Url = None,
    *,
    limit: Annotated[int, typer.Option(help="How many, newest first.")] = 50,
    json: AsJson = False,
) -> None:
    """Show what went and goes through a connection, newest first."""
    with serving(url) as conn:
        site = find(conn, which)
        found = sync_connections.transfers(site.id, limit=limit).on(conn)
    if json:
        as_json({"transfers": [plain(each) for each in found]})
        return
    rows = [
        (
            str(each.id),
            each.table_name,
            each.status,
            f"{each.records_transferred:,}",
            f"{each.records_failed:,}",
            f"{each.created_at:%Y-%m-%d %H:%M %Z}",
            each.error_message or each.denial_reason or "",
        )
        for each in found
    ]
    table("transfer", "table", "is", "records", "failed", "since", "why", rows=rows)


def id_(
    url: Url = None,
    *,
    new: Annotated[
        bool, typer.Option("--new", help="Give this copy of a database an id of its own.")
    ] = False,
    json: AsJson = False,
) -> None:
    """Show the id by which other sites know this database."""
    with serving(url) as conn:
        found = (sync_connections.new_site_id() if new else sync_connections.site_id()).on(conn)
    if json:
        as_json({"id": str(found)})
        return
    say(str(found))


_PANELS: dict[str, tuple[Callable[..., Any], ...]] = {
    "At the site that gives": (
        sending.create,
        sending.offer,
        sending.withdraw,
        sending.rotate,
        sending.password,
        sending.waiting,
        sending.deny,
    ),
    "At the site that takes": (
        receiving.add,
        receiving.tables,
        receiving.pull,
        receiving.run,
        receiving.restart,
    ),
    "At both": (
        list_,
        id_,
        transfers,
        sending.approve,
        sending.suspend,
        sending.reactivate,
        sending.renew,
        sending.revoke,
        sending.cancel,
    ),
}
