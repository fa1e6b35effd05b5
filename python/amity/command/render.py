"""`amity render`."""

from pathlib import Path
from typing import Annotated

import typer

from amity import migrations
from amity.command import app
from amity.command._screen import say


@app.command(rich_help_panel="Your database")
def render(
    directory: Annotated[
        Path, typer.Argument(metavar="DIR", help="Where to write; made if it is missing.")
    ],
    supabase: Annotated[
        bool, typer.Option("--supabase", help="Name the files for supabase/migrations/.")
    ] = False,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace files that have another text.")
    ] = False,
) -> None:
    """Write the migrations as plain SQL files, in the order of their names: for review, or psql."""
    for path in migrations.render(directory, supabase=supabase, overwrite=overwrite):
        say(str(path))
