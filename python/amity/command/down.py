"""`amity down`."""

import sys
from contextlib import suppress
from typing import Annotated

import typer

from amity import migrations
from amity.command import app
from amity.command._screen import complain, say, table
from amity.command._target import Url, required
from amity.database import connected, whereabouts
from amity.errors import AmityError, InsufficientPrivilegeError

Yes = Annotated[
    int,
    typer.Option(
        "--yes",
        count=True,
        show_default=False,
        help="Answer the first question; given twice, both: for scripts.",
    ),
]


@app.command(rich_help_panel="Your database")
def down(url: Url = None, yes: Yes = 0) -> None:
    """Remove Amity and all of its data. Asks twice."""
    database = required(url)
    if not migrations.status(database).applied:
        say(f"Nothing to do, Amity is not installed: {whereabouts(database)}.")
        return
    _confirm(migrations.contents(database), database, yes)
    gone = migrations.down(database)
    table("taken back", rows=[(id_,) for id_ in gone])
    say(f"Amity is removed: {whereabouts(database)}.")
    say(
        "Its roles stay: they belong to the whole server, and others may use them. Where none does:"
        f"\ndrop role {', '.join(migrations.ROLES)};"
    )
    if listed := _listed_by_supabase(database):
        say(
            "The Supabase CLI still lists its files as applied, and would not apply them again. To "
            "install Amity anew, run this first, with the number of your file that attaches people:"
            f"\nsupabase migration repair --status reverted {' '.join(listed)}"
        )


def _listed_by_supabase(database: str) -> list[str]:
    """Give the versions of the files of `render --supabase` that the Supabase CLI has applied."""
    with (
        suppress(InsufficientPrivilegeError),  # Amity is removed all the same
        connected(database, "Reading what the Supabase CLI applied") as connection,
    ):
        found = connection.execute("select to_regclass('supabase_migrations.schema_migrations')")
        if found.fetchone() == (None,):
            return []
        rows = connection.execute(
            "select version from supabase_migrations.schema_migrations"
            r" where name like 'amity\_%' order by version"
        ).fetchall()
        return [version for (version,) in rows]
    return []


def _confirm(contents: migrations.Contents, database: str, yes: int) -> None:
    """Show what would be removed, and ask twice. Raises AmityError for a no."""
    if contents.guarded:
        complain(
            f"These tables lose their guard: {', '.join(contents.guarded)}.",
            "Row security stays enabled: only your own policies decide then which rows people see. "
            "To disable it: alter table ... disable row level security.",
        )
    if yes > 1:
        return
    table("table", "rows", rows=[(n, f"{rows:,}") for n, rows in contents.rows.items() if rows])
    if not sys.stdin.isatty():
        raise AmityError(
            "Nothing was done: it was not confirmed, and stdin is not a terminal.",
            "In a script: --yes --yes.",
        )
    where = whereabouts(database)
    if not yes and not typer.confirm(
        f"Remove Amity, its settings and these rows from {where}?", err=True
    ):
        raise AmityError("Nothing was done.")
    complain("This cannot be undone.")
    answer = typer.prompt(f"Type the name of the database, {contents.database}", err=True)
    if answer != contents.database:
        raise AmityError("Nothing was done: that is not its name.")
