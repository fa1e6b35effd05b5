"""`amity doctor`."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial

import typer

from amity import migrations
from amity.command import _checks, app
from amity.command._checks import REPAIR_FIRST, Connection, Finding
from amity.command._definitions import Comparison, compare
from amity.command._screen import as_json, many, out, say, table
from amity.command._target import AsJson, Url, refuse_missing, required
from amity.database import connected, whereabouts
from amity.errors import OperationFailedError
from amity.migrations.templates import rendered


@app.command(rich_help_panel="Your database")
def doctor(url: Url = None, json: AsJson = False) -> None:
    """Check the database, and name each problem with its fix. Changes nothing.

    Exits with 1 if there is a problem.
    """
    database = required(url)
    try:
        state = migrations.status(database)
    except OperationFailedError as error:  # its table was changed: see "definitions"
        state, unread = migrations.Status([], [], [], []), str(error)
    else:
        unread = ""
    with connected(database, "The check") as connection:
        if not state.applied:  # its list of migrations may be gone
            refuse_missing(connection, database)
        found = _check_all(connection, state)
    if unread:
        found["migrations"].append(Finding(unread, REPAIR_FIRST))
    healthy = all(each.is_note for findings in found.values() for each in findings)
    if json:
        as_json({"healthy": healthy, "checks": found})
    else:
        _show(found, whereabouts(database))
    if not healthy:
        raise typer.Exit(1)


def _check_all(connection: Connection, state: migrations.Status) -> dict[str, list[Finding]]:
    """Run every check. One that fails is a problem, and the others still run."""

    def run(check: Callable[[Connection], Iterable[Finding]]) -> list[Finding]:
        try:
            return list(check(connection))
        except Exception as error:
            if connection.closed:
                raise
            said = str(error).splitlines()[0] if str(error) else type(error).__name__
            return [Finding(f"this check failed: {said}", REPAIR_FIRST)]

    @cache
    def compared() -> Comparison:
        if state.edited or state.unknown:
            note = Finding("not compared", "Fix what `migrations` names first.", is_note=True)
            return Comparison([note], [note])
        return compare(connection, rendered(), state.pending)

    if gone := list(_checks.findings(connection, "schemas")):
        return {"migrations": gone}
    return {
        "migrations": [*_drift(state), *run(lambda _: _listing(state, compared()))],
        "invariants": run(_checks.invariants),
        "row security": run(partial(_checks.repairs, query="row_security")),
        "triggers": run(partial(_checks.repairs, query="triggers")),
        "grants": run(lambda _: compared().grants),
        "definitions": run(lambda _: compared().definitions),
        "exposure": run(partial(_checks.findings, query="shown")),
        "roles": run(_checks.roles),
        "users": run(_checks.attachment),
        "profiles": run(partial(_checks.findings, query="profiles")),
        "settings": run(_checks.settings),
    }


def _drift(state: migrations.Status) -> Iterator[Finding]:
    """Compare what is applied with what this Amity has."""
    for id_ in state.edited:
        yield Finding(
            f"{id_} was edited after it was applied",
            "Install the Amity that applied it, or restore its text.",
        )
    for id_ in state.unknown:
        yield Finding(f"{id_} is not known here: a newer Amity was applied", "Upgrade the package.")


def _listing(state: migrations.Status, compared: Comparison) -> Iterator[Finding]:
    """Tell what is pending, and what is only missing in the list of migrations."""
    yield from compared.unlisted
    for id_ in state.pending:
        if not any(id_ in each.repair for each in compared.unlisted):
            yield Finding(f"{id_} is pending", "`amity up` applies it.")


def _show(found: dict[str, list[Finding]], where: str) -> None:
    rows = []
    for name, findings in found.items():
        rows += [
            (name, f"{'note' if each.is_note else 'failed'}: {each.message}", each.fix)
            for each in findings
        ] or [(name, "ok", "")]
    table("check", "status", "fix", rows=rows)
    problems = sum(not each.is_note for findings in found.values() for each in findings)
    if problems:
        say(f"{many(problems, 'problem')} found: {where}.")
        if repaired := sum(bool(each.repair) for findings in found.values() for each in findings):
            say(f"`amity up --repair` fixes {repaired:,} of them.")
    else:
        out.print(f"No problem found: {where}.", style="bold green", markup=False, soft_wrap=True)
