"""`amity test`."""

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from psycopg import Connection

from amity import migrations
from amity.command import _pgtap
from amity.command._checks import speaking
from amity.command._installed import installed
from amity.command._screen import as_json, complain, many, out, progress, say, table
from amity.command._target import AsJson, Url, required
from amity.database import whereabouts
from amity.errors import AmityError

# What a host chose is put aside: our files test the rules, and begin as Amity is installed.
_AS_INSTALLED = """
select amity.detach_people();
update amity.settings set value = fallback where value is distinct from fallback;
"""

Files = Annotated[
    list[Path] | None,
    typer.Option(exists=True, help="Run these pgTAP files or folders instead, which are yours."),
]
Kinds = Annotated[
    list[str] | None, typer.Option("--kind", help="Run the files of this kind only, as `follows`.")
]
Pgtap = Annotated[
    Path | None,
    typer.Option(exists=True, dir_okay=False, help="The SQL file of pgTAP, if none is found."),
]
WithoutSuperuser = Annotated[
    bool, typer.Option("--without-superuser", help="Leave out the files that need a superuser.")
]


class PeoplePresentError(AmityError):
    """The database has people, whose rows the tests would count."""


class OutOfDateError(AmityError):
    """The database does not have the migrations that the tests are about."""


class SuperuserNeededError(AmityError):
    """Some of the files need a superuser."""


class RoleMissingError(AmityError):
    """The role may not become one of the roles of clients."""


def register(app: typer.Typer) -> None:
    """Offer `amity test`."""
    app.command("test", rich_help_panel="Your database")(run_tests)


def run_tests(
    url: Url = None,
    *,
    files: Files = None,
    kind: Kinds = None,
    pgtap: Pgtap = None,
    without_superuser: WithoutSuperuser = False,
    json: AsJson = False,
) -> None:
    """Run Amity's SQL tests on a database, in a transaction that is rolled back.

    It takes about a minute. The database has Amity and no people, as CI makes it; with --files,
    which runs pgTAP files of your own, people do not matter. Exits with 1 if any test fails.
    """
    database = required(url)
    tests = _pgtap.find(files or [_pgtap.TESTS / name for name in kind or [""]])
    helpers = [_pgtap.SETUP, *_pgtap.helpers_in(_pgtap.TESTS)]
    helpers += [path for place in files or () for path in _pgtap.helpers_in(place)]
    results = []
    with installed(database, "Testing") as connection, progress("Testing") as step:
        left_out = _left_out(connection, tests, without_superuser)
        if not files:
            _refuse_unlike_ci(connection, database)
        with connection.transaction(force_rollback=True):
            _pgtap.load(connection, helpers, pgtap)
            if not files:
                connection.execute(_AS_INSTALLED)
            tests = [path for path in tests if path not in left_out]
            for which, path in enumerate(tests, 1):
                step(path.parent.name, which, len(tests))
                results.append(_pgtap.run(connection, path))
    failed = [result for result in results if result.complaint]
    if json:
        shown = [dataclasses.asdict(result) for result in results]
        names = [_pgtap.name(path) for path in left_out]
        as_json({"passed": not failed, "files": shown, "left_out": names})
    else:
        _show(results, left_out, whereabouts(database))
    if failed:
        raise typer.Exit(1)


def _left_out(connection: Connection, tests: Sequence[Path], asked: bool) -> list[Path]:
    """Give the files that this role cannot run.

    Raises:
        RoleMissingError, SuperuserNeededError: nobody asked to leave them out.
    """
    for finding in speaking(connection):
        raise RoleMissingError(f"{finding.what}.", finding.hint)
    marked = [path for path in tests if _pgtap.is_marked(path, "superuser")]
    role = connection.execute(
        "select current_user, rolsuper from pg_roles where rolname = current_user"
    ).fetchone()
    if not role or role[1]:
        return []
    if marked and not asked:
        raise SuperuserNeededError(
            f"{len(marked)} of {many(len(tests), 'file')} need a superuser; {role[0]} is not one.",
            "Connect as a superuser, or leave them out: --without-superuser.",
        )
    return marked


def _refuse_unlike_ci(connection: Connection, database: str) -> None:
    """Refuse a database in which our files would fail for what they are not about.

    Raises:
        OutOfDateError, PeoplePresentError: before anything is run.
    """
    if not migrations.status(database).up_to_date:
        raise OutOfDateError(
            f"The migrations of this Amity and of {whereabouts(database)} are not the same.",
            "`amity status` shows the difference.",
        )
    row = connection.execute("select count(*) from amity.people").fetchone()
    if row and row[0]:
        raise PeoplePresentError(
            f"{whereabouts(database)} has {many(row[0], 'person', 'people')}: tests count rows.",
            "Test a database with Amity and no people, as CI makes it. Tests of your own run here: "
            "--files.",
        )


def _show(results: Sequence[_pgtap.Result], left_out: Sequence[Path], where: str) -> None:
    for result in results:
        if result.complaint:
            complain(f"{result.file} failed", result.complaint)
    kinds: dict[str, list[_pgtap.Result]] = {}
    for result in results:
        kinds.setdefault(result.file.partition("/")[0], []).append(result)
    rows = []
    for kind, of_kind in kinds.items():
        failed = sum(bool(result.complaint) for result in of_kind)
        tests = sum(result.tests for result in of_kind)
        rows.append((kind, f"{len(of_kind)}", f"{tests:,}", f"{failed or ''}"))
    table("kind", "files", "tests", "failed", rows=rows)
    if left_out:
        say(f"Left out, for a superuser: {', '.join(map(_pgtap.name, left_out))}.")
    failed = sum(bool(result.complaint) for result in results)
    ran = f"{many(len(results), 'file')}, {many(sum(r.tests for r in results), 'test')}"
    if failed:
        say(f"{many(failed, 'file')} failed of {ran}: {where}. Everything was rolled back.")
    else:
        said = f"Passed: {ran}: {where}. Everything was rolled back."
        out.print(said, style="bold green", markup=False, soft_wrap=True)
