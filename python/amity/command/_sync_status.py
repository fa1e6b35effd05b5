"""`amity sync status`: how every connection is doing."""

import typer

from amity import sync_connections
from amity.command._screen import Columns, ago, moment, show
from amity.command._target import AsJson, Url
from amity.command.sync import both, database
from amity.sync_connections.receiver.errors import printable


@both()
def status(url: Url = None, json: AsJson = False) -> None:
    """Show how every connection is doing, and what is wrong.

    Exits with 4 if something is wrong.
    """
    with database(url) as conn:
        found = sync_connections.status().on(conn)
    columns: Columns[sync_connections.ConnectionStatus] = {
        "connection": lambda each: each.name,
        "direction": lambda each: "sends" if each.direction == "sender" else "receives",
        "status": lambda each: each.status,
        "records": lambda each: f"{each.records:,}",
        "last run": lambda each: moment(each.last_run_at) or "never",
        "completed": lambda each: ago(each.lag_seconds) or "never",
        "next run": lambda each: moment(each.next_run_at),
        "problems": lambda each: "\n".join(map(printable, each.problems)),
    }
    show("connections", found, columns, json=json)
    if any(each.problems for each in found):
        raise typer.Exit(4)
