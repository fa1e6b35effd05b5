"""`amity up`, and `amity stop`."""

import sys
from typing import Annotated

import typer

from amity import migrations
from amity._install import with_extra
from amity.command import _repair, app
from amity.command._checks import Finding, speaking
from amity.command._definitions import compare
from amity.command._screen import as_json, complain, progress, say, table
from amity.command._target import AsJson, Url, embedded_place, named
from amity.database import connected, masked, whereabouts
from amity.errors import AmityError
from amity.migrations.templates import rendered

_FEW = 10
Repair = Annotated[
    bool,
    typer.Option(
        "--repair",
        help="Restore grants, owners, policies, triggers and definitions first, as after a restore"
        " without owners and privileges.",
    ),
]


@app.command(rich_help_panel="Your database")
def up(url: Url = None, json: AsJson = False, repair: Repair = False) -> None:
    """Apply what is pending. Without a URL, DATABASE_URL or PG*: to an embedded Postgres."""
    database = named(url)
    embedded = database is None
    if database is None:
        from amity import servers  # noqa: PLC0415 - it needs POSIX

        database = servers.start_persistent().url
    try:
        repaired = _repaired(database) if repair else []
        with progress("Applying") as step:
            applied = migrations.up(database, step)
        is_new = bool(applied) and applied[0].id.startswith("0001.")
        left = _left_to_do(database, is_new=is_new)
    except AmityError as error:
        if embedded:  # left for what the hint advises, such as `amity down`
            error.hint = f"{error.hint} The embedded Postgres runs until `amity stop`.".lstrip()
        raise
    # The embedded server's password is generated: its URL is useless without it.
    shown = database if embedded else masked(database)
    if json:
        more = {"repaired": repaired} if repair else {}
        as_json({"url": shown, "embedded": embedded, "applied": applied, **more, "left": left})
        return
    for sentence in repaired or ["Nothing to repair."] * repair:
        say(sentence)
    if applied:
        table("applied", "checksum", rows=[(each.id, each.checksum[:12]) for each in applied])
        say(f"Amity is up to date: {whereabouts(database)}.")
    else:
        say(f"Nothing to do, Amity is up to date: {whereabouts(database)}.")
    for finding in left:
        complain(f"{'Note' if finding.is_note else 'Left to do'}: {finding.message}.", finding.fix)
    if embedded:
        say(embedded_place())
        say(f"It runs until `amity stop`:\n{shown}")


def _repaired(database: str) -> list[str]:
    with connected(database, "The repair") as connection:
        connection.read_only = False  # as `amity up`, where the database is read-only by default
        return _repair.repair(connection, rendered())


def _left_to_do(database: str, *, is_new: bool) -> list[Finding]:
    """Check that the role may speak for people, and what differs from the migrations.

    If it `is_new`, all is as they made it a moment ago: to compare takes as long as they did.
    """
    with connected(database, "The check of what is there") as connection:
        if is_new:
            return list(speaking(connection))
        compared = compare(connection, rendered())
        left = [*compared.grants, *(each for each in compared.definitions if not each.is_note)]
        repaired = [each for each in left if each.repair]
        if len(repaired) > _FEW:
            fix = "`amity up --repair` restores what it can; `amity doctor` names each."
            left = [each for each in left if not each.repair]
            left.append(Finding(f"{len(repaired):,} things differ from the migrations", fix))
        return [*speaking(connection), *left]


@app.command(rich_help_panel="Your database")
def stop(
    delete: Annotated[
        bool, typer.Option("--delete", help="Delete it and all its data, after asking.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask: for scripts.")] = False,
) -> None:
    """Stop the embedded Postgres of `amity up`. Its data stays, unless --delete is given."""
    from amity import servers  # noqa: PLC0415 - it needs POSIX

    try:
        if delete:
            _confirm(yes)
            gone = servers.delete_persistent()
            say("The embedded Postgres is deleted." if gone else "There is no embedded Postgres.")
            return
        ran = servers.stop_persistent()
    except servers.EmbeddedMissingError as missing:
        missing.hint = with_extra("embedded")
        raise
    if ran:
        say("The embedded Postgres is stopped; `amity up` starts it again, with its data.")
    elif any(servers.default_home().glob("[0-9]*/data")):
        say("The embedded Postgres was not running.")
    else:
        say("There is no embedded Postgres.")
        return
    say(f"{embedded_place()} `amity stop --delete` deletes it.")


def _confirm(yes: bool) -> None:
    """Ask before the embedded Postgres is deleted. Raises AmityError for a no."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise AmityError(
            "Nothing was done: it was not confirmed, and stdin is not a terminal.",
            "In a script: --yes.",
        )
    if not typer.confirm(f"{embedded_place()} Delete it, with every database in it?", err=True):
        raise AmityError("Nothing was done.")
