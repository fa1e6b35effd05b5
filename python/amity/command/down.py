"""`amity down`."""

import sys
from typing import Annotated

import typer

from amity import migrations
from amity.command._screen import complain, say, table
from amity.command._target import Url, required
from amity.database import whereabouts
from amity.errors import AmityError

Yes = Annotated[
    int,
    typer.Option(
        "--yes",
        count=True,
        show_default=False,
        help="Answer the first question; given twice, both: for scripts.",
    ),
]


def register(app: typer.Typer) -> None:
    """Offer `amity down`."""
    app.command(rich_help_panel="Your database")(down)


class NotConfirmedError(AmityError):
    """Nobody confirmed that the data may go."""


def down(url: Url = None, yes: Yes = 0) -> None:
    """Remove Amity and everything in it. Asks twice before data goes."""
    database = required(url)
    if not migrations.status(database).applied:
        say(f"Nothing to do, Amity is not there: {whereabouts(database)}.")
        return
    _confirm(migrations.contents(database), database, yes)
    gone = migrations.down(database)
    table("taken back", rows=[(id_,) for id_ in gone])
    say(f"Amity is gone: {whereabouts(database)}. Its roles stay.")


def _confirm(contents: migrations.Contents, database: str, yes: int) -> None:
    """Show what would go, and ask twice.

    Raises:
        NotConfirmedError: one of the answers was no, or there is nobody to ask.
    """
    if contents.guarded:
        complain(
            f"Guarded by Amity, and then no more: {', '.join(contents.guarded)}.",
            "Row security stays on there: people see what policies of your own show them, also "
            "what the guard kept back, and nothing else. To have a table as it was before the "
            "guard: alter table ... disable row level security.",
        )
    if yes > 1:
        return
    table("would go", "rows", rows=[(n, f"{rows:,}") for n, rows in contents.rows.items() if rows])
    if not sys.stdin.isatty():
        raise NotConfirmedError(
            "Nobody is here to confirm it, so nothing was done.", "In a script: --yes --yes."
        )
    where = whereabouts(database)
    if not yes and not typer.confirm(
        f"Remove Amity, its settings and these rows from {where}?", err=True
    ):
        raise NotConfirmedError("Nothing was done.")
    complain("This cannot be undone.")
    answer = typer.prompt(f"Type the name of the database, {contents.database}", err=True)
    if answer != contents.database:
        raise NotConfirmedError("That is not its name, so nothing was done.")
