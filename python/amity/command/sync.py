"""`amity sync`: two sites, one token, tables that flow from one to the other."""

from collections.abc import Callable
from typing import Annotated, Any

import typer

from amity import sync_connections
from amity.command import _sync_receiving as receiving
from amity.command import _sync_sending as sending
from amity.command._screen import as_json, say, table
from amity.command._sync_common import Which, database, moment
from amity.command._target import AsJson, Url
from amity.sync_connections.receiver.secrets import variable


def register(app: typer.Typer) -> None:
    """Offer `amity sync` and its commands."""
    group = typer.Typer(
        no_args_is_help=True, help="Tables between two sites: offer, approve, pull."
    )
    for panel, commands in _PANELS.items():
        for command in commands:
            group.command(command.__name__.rstrip("_"), rich_help_panel=panel)(command)
    app.add_typer(group, name="sync", rich_help_panel="Other sites")


def list_(url: Url = None, json: AsJson = False) -> None:
    """Show every connection, newest first."""
    with database(url) as conn:
        found = sync_connections.every(limit=1_000_000).on(conn)
    if json:
        as_json({"connections": found})
        return
    rows = [
        (
            each.name,
            "sends" if each.direction == "sender" else "receives",
            each.status,
            each.site_url,
            f"{each.total_records_transferred:,}",
            moment(each.last_transfer_at) or "never",
            "" if each.direction == "sender" else variable(each.name),
            str(each.id),
        )
        for each in found
    ]
    table(
        "connection",
        "direction",
        "status",
        "site",
        "records",
        "last",
        "token from",
        "id",
        rows=rows,
    )


def transfers(
    which: Which,
    url: Url = None,
    *,
    limit: Annotated[int, typer.Option(help="How many, newest first.")] = 50,
    json: AsJson = False,
) -> None:
    """Show the transfers of a connection, newest first."""
    with database(url) as conn:
        site = sync_connections.find_named(conn, which)
        found = sync_connections.transfers(site.id, limit=limit).on(conn)
    if json:
        as_json({"transfers": found})
        return
    rows = [
        (
            str(each.id),
            each.table_name,
            each.status,
            f"{each.records_transferred:,}",
            f"{each.records_failed:,}",
            moment(each.created_at),
            each.error_message or each.denial_reason or "",
        )
        for each in found
    ]
    table("transfer", "table", "status", "records", "failed", "since", "reason", rows=rows)


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


_PANELS: dict[str, tuple[Callable[..., Any], ...]] = {
    "Sending site": (
        sending.create,
        sending.offer,
        sending.withdraw,
        sending.rotate,
        sending.password,
        sending.waiting,
        sending.deny,
    ),
    "Receiving site": (
        receiving.add,
        receiving.tables,
        receiving.pull,
        receiving.run,
        receiving.restart,
    ),
    "Both": (
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
