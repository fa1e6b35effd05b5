"""`amity export`."""

import json
import os
from pathlib import Path
from typing import Annotated

import typer

from amity import accounts
from amity.command._installed import installed, person_id
from amity.command._screen import many, say
from amity.command._target import Url, required
from amity.errors import OutputError


def register(app: typer.Typer) -> None:
    """Offer `amity export`."""
    app.command(rich_help_panel="People and ties")(export)


def export(
    person: Annotated[
        str,
        typer.Argument(metavar="PERSON", help="An id, or a key of your own users."),
    ],
    url: Url = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="Write to this new file, which only you can read."),
    ] = None,
) -> None:
    """Export all data of a person that the person may see, as JSON: rows by table and history."""
    with installed(required(url), "Exporting") as connection:
        exported = accounts.export(person_id(connection, person)).on(connection)
    text = json.dumps(exported, ensure_ascii=False, indent=2)
    if out is None:
        print(text)  # noqa: T201 - rich would wrap it
        return
    _write(out, text + "\n")
    rows = sum(map(len, exported.values()))
    say(f"{many(rows, 'row')} of {len(exported)} tables and histories: {out}.")


def _write(path: Path, text: str) -> None:
    """Write a new file that only its owner can read.

    Raises:
        OutputError: it exists, or cannot be written.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise OutputError(
            f"{path} exists already, so nothing was written.", "Choose another name."
        ) from error
    except OSError as error:
        raise OutputError(
            f"{path} cannot be written: {error.strerror}.", "Choose another place."
        ) from error
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
