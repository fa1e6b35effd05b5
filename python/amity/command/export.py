"""`amity export`."""

import json
import os
from pathlib import Path
from typing import Annotated

import typer

from amity import accounts, people
from amity.command._installed import PersonNotFoundError, installed
from amity.command._screen import many, say
from amity.command._target import Url, required
from amity.errors import AmityError


class FileExists(AmityError):
    """Something is there already, where the export should go."""

    slug = "file_exists"


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
    """Give a person everything that is theirs to see, as JSON: rows by table and history."""
    with installed(required(url), "Exporting") as connection:
        found = people.of(person).on(connection)
        if found is None:
            raise PersonNotFoundError(person)
        exported = accounts.export(found).on(connection)
    text = json.dumps(exported, ensure_ascii=False, indent=2)
    if out is None:
        print(text)  # noqa: T201 - rich would wrap it
        return
    _write(out, text + "\n")
    rows = sum(map(len, exported.values()))
    say(f"{many(rows, 'row')} of {len(exported)} tables and histories: {out}.")


def _write(path: Path, text: str) -> None:
    """Write a new file for its owner's eyes.

    Raises:
        FileExists: something is there; AmityError: it cannot be written.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise FileExists(
            f"{path} is there already, so nothing was written.", "Choose another name."
        ) from error
    except OSError as error:
        raise AmityError(
            f"{path} cannot be written: {error.strerror}.", "Choose another place."
        ) from error
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
