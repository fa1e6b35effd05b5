"""`amity test`."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from psycopg import Connection

from amity import migrations
from amity.command import _pgtap, app
from amity.command._checks import speaking
from amity.command._screen import as_json, complain, many, progress, say
from amity.command._target import AsJson, Url, installed, required
from amity.database import whereabouts
from amity.errors import AmityError

Files = Annotated[
    list[Path] | None,
    typer.Option(exists=True, help="Run these pgTAP files, or folders of them, instead of ours."),
]
Pgtap = Annotated[
    Path | None,
    typer.Option(exists=True, dir_okay=False, help="The SQL file of pgTAP, if none is found."),
]
WithoutSuperuser = Annotated[
    bool, typer.Option("--without-superuser", help="Leave out the files that need a superuser.")
]


@app.command("test", rich_help_panel="Your database")
def run_tests(
    url: Url = None,
    *,
    files: Files = None,
    pgtap: Pgtap = None,
    without_superuser: WithoutSuperuser = False,
    json: AsJson = False,
) -> None:
    """Run Amity's pgTAP tests, or your own, on a database. All is rolled back; about a minute.

    Amity's need a database without people, as CI makes it. Exits with 1 if any test fails.
    """
    database = required(url)
    tests = _pgtap.find(files or [_pgtap.TESTS])
    with installed(database, "Testing") as connection, progress("Testing") as step:
        left_out = _left_out(connection, tests, without_superuser)
        if not files:
            _refuse_other_than_ours(connection, database)
        tests = [path for path in tests if path not in left_out]
        results = []
        with connection.transaction(force_rollback=True):
            _pgtap.load(connection, [_pgtap.TESTS, *(files or ())], pgtap)
            if not files:
                for setup in (_pgtap.AS_INSTALLED, _pgtap.UNLIMITED):
                    connection.execute(setup.read_bytes())
            for which, path in enumerate(tests, 1):
                step(path.parent.name, which, len(tests))
                results.append(_pgtap.run(connection, path))
    failed = sum(bool(result.complaint) for result in results)
    if json:
        names = [_pgtap.name(path) for path in left_out]
        as_json({"passed": not failed, "files": results, "left_out": names})
    else:
        for result in results:
            if result.complaint:
                complain(f"{result.file} failed.", result.complaint)
        if left_out:
            say(f"Left out, for a superuser: {', '.join(map(_pgtap.name, left_out))}.")
        ran = f"{many(len(results), 'file')}, {many(sum(r.tests for r in results), 'test')}"
        outcome = f"{many(failed, 'file')} failed of {ran}" if failed else f"Passed: {ran}"
        say(f"{outcome}, on {whereabouts(database)}. Everything was rolled back.")
    if failed:
        raise typer.Exit(1)


def _left_out(connection: Connection, tests: Sequence[Path], asked: bool) -> list[Path]:
    """Give the files that this role cannot run.

    Raises:
        AmityError: there are some that were not asked to be left out, or it can run none.
    """
    for finding in speaking(connection):
        raise AmityError(f"{finding.message}.", finding.fix)
    role = "select current_user, rolsuper from pg_roles where rolname = current_user"
    user, is_superuser = connection.execute(role).fetchone() or ("", False)
    marked = [] if is_superuser else [path for path in tests if _pgtap.is_marked(path, "superuser")]
    if marked and (not asked or len(marked) == len(tests)):
        raise AmityError(
            f"{len(marked)} of {many(len(tests), 'file')} need a superuser; {user} is not one.",
            "Connect as a superuser, or leave them out: --without-superuser.",
        )
    return marked


def _refuse_other_than_ours(connection: Connection, database: str) -> None:
    """Refuse a database in which our files would fail for what they are not about."""
    if not migrations.status(database).up_to_date:
        raise AmityError(
            f"{whereabouts(database)} does not have the migrations of this Amity.",
            "`amity status` shows the difference.",
        )
    row = connection.execute("select count(*) from amity.people").fetchone()
    if row and row[0]:
        raise AmityError(
            f"{whereabouts(database)} has {many(row[0], 'person', 'people')}, whose rows Amity's "
            "tests would count.",
            "Name a database without people, as CI makes it. Your own tests run here: --files.",
        )
