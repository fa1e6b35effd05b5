"""`amity export`."""

import json
from pathlib import Path
from typing import Annotated

import typer

from amity import accounts
from amity.command import app
from amity.command._screen import many, new_file, say
from amity.command._target import Url, installed, person_id, required


@app.command(rich_help_panel="People and ties")
def export(
    person: Annotated[
        str, typer.Argument(metavar="PERSON", help="An id, or a key of your own users.")
    ],
    url: Url = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Write to this new file, which only you can read.")
    ] = None,
) -> None:
    """Export all data of a person that the person may see, as JSON: rows by table and history."""
    with installed(required(url), "Exporting") as connection:
        exported = accounts.export(person_id(connection, person)).on(connection)
    text = json.dumps(exported, ensure_ascii=False, indent=2)
    if out is None:
        print(text)  # noqa: T201 - rich would wrap it
        return
    with new_file(out, "Choose another name.") as file:
        file.write(text + "\n")
    rows = sum(map(len, exported.values()))
    say(f"{many(rows, 'row')} of {len(exported)} tables and histories: {out}.")
