"""`amity doctor`."""

import dataclasses
from collections.abc import Iterator, Sequence
from functools import partial

import psycopg
import typer

from amity import migrations
from amity.command import _checks
from amity.command._checks import LOST, Check, Connection, Finding
from amity.command._definitions import definitions
from amity.command._grants import grants
from amity.command._installed import installed
from amity.command._screen import as_json, out, say, table
from amity.command._target import AsJson, Url, required
from amity.database import whereabouts
from amity.migrations.templates import Rendered, rendered


def register(app: typer.Typer) -> None:
    """Offer `amity doctor`."""
    app.command(rich_help_panel="Your database")(doctor)


def doctor(url: Url = None, json: AsJson = False) -> None:
    """Look for what is wrong, and say what to do. Changes nothing; exits with 1 if anything is."""
    database = required(url)
    with installed(database, "Looking") as connection:
        found = {name: _looked_at(check, connection) for name, check in _all(database)}
    healthy = all(finding.is_note for findings in found.values() for finding in findings)
    if json:
        as_json(
            {
                "healthy": healthy,
                "checks": {
                    name: [dataclasses.asdict(finding) for finding in findings]
                    for name, findings in found.items()
                },
            }
        )
    else:
        _show(found, whereabouts(database), healthy=healthy)
    if not healthy:
        raise typer.Exit(1)


def _looked_at(check: Check, connection: Connection) -> list[Finding]:
    """Give what a check finds. One that cannot look is a finding, and the others still look."""
    try:
        with connection.transaction():
            return list(check(connection))
    except psycopg.Error as error:
        if connection.closed:
            raise
        return [Finding(f"this could not be looked at: {error.diag.message_primary}", LOST)]


def _all(database: str) -> Iterator[tuple[str, Check]]:
    """Give every check, by its name."""
    state = migrations.status(database)
    known = {each.id for each in state.applied}
    ours = rendered()
    applied = [each for each in ours if each.id in known]
    # texts that are not what was applied say nothing of what should not be there
    same = [] if state.edited or state.unknown else ours
    yield "migrations", partial(_drift, state)
    yield "invariants", _checks.invariants
    yield "row security", _checks.row_security
    yield "triggers", _checks.triggers
    yield "grants", partial(grants, applied=applied, known=same)
    yield "definitions", partial(_definitions, state, applied)
    yield "roles", _checks.roles
    yield "users", _checks.attachment
    yield "settings", _checks.settings


def _drift(state: migrations.Status, _connection: Connection) -> Iterator[Finding]:
    """Compare what is applied with what this Amity brings."""
    for id_ in state.edited:
        yield Finding(
            f"{id_} was edited after it was applied",
            "Install the Amity that made it, or put its text back.",
        )
    for id_ in state.unknown:
        yield Finding(f"{id_} is not known here: a newer Amity was applied", "Upgrade the package.")
    if state.applied:
        for id_ in state.pending:
            yield Finding(f"{id_} is pending", "`amity up` applies it.")


def _definitions(
    state: migrations.Status, applied: Sequence[Rendered], connection: Connection
) -> Iterator[Finding]:
    """Compare what stands with what is applied, unless the texts here are not what was applied."""
    if state.edited or state.unknown:
        yield Finding(
            "definitions were not looked at", "Put the migrations right first.", is_note=True
        )
    else:
        yield from definitions(connection, applied)


def _show(found: dict[str, list[Finding]], where: str, *, healthy: bool) -> None:
    rows = []
    for name, findings in found.items():
        rows += [
            (name, f"{'note' if each.is_note else 'wrong'}: {each.what}", each.hint)
            for each in findings
        ] or [(name, "well", "")]
    table("looked at", "is", "what to do", rows=rows)
    if healthy:
        out.print(f"All is well: {where}.", style="bold green", markup=False, soft_wrap=True)
    else:
        wrong = sum(not each.is_note for findings in found.values() for each in findings)
        say(f"{wrong} to put right: {where}.")
