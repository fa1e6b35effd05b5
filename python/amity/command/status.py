"""`amity status`."""

import dataclasses

import typer

from amity import migrations
from amity.command import app
from amity.command._screen import as_json, say, table
from amity.command._target import AsJson, Url, embedded_place, named, required
from amity.database import whereabouts


@app.command(rich_help_panel="Your database")
def status(url: Url = None, json: AsJson = False) -> None:
    """Show applied, pending and changed migrations. Exits with 1 if one changed."""
    database = required(url)
    state = migrations.status(database)
    if json:
        as_json(dataclasses.asdict(state) | {"up_to_date": state.up_to_date})
    else:
        _show(state, whereabouts(database))
        if named(url) is None:
            say(embedded_place())
    if state.edited or state.unknown:
        raise typer.Exit(1)


def _show(state: migrations.Status, where: str) -> None:
    drifted = dict.fromkeys(state.edited, "edited")
    drifted |= dict.fromkeys(state.unknown, "unknown")
    rows = [
        (each.id, drifted.get(each.id, "applied"), f"{each.applied_at:%Y-%m-%d %H:%M:%S %Z}")
        for each in state.applied
    ]
    rows += [(id_, "pending", "") for id_ in state.pending]
    table("migration", "status", "applied at", rows=rows)
    if state.unknown:
        say(f"A newer Amity was applied to {where}: upgrade the package.")
    elif state.edited:
        say(f"A different version of Amity made {where}: `amity up` says what to do.")
    elif state.pending:
        say(f"{len(state.pending)} pending on {where}: `amity up` applies them.")
    else:
        say(f"Up to date: {where}.")
