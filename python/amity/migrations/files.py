"""`render`: the migrations as plain SQL files, for review, for psql and for Supabase."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

import sqlparse

from amity.errors import OutputError
from amity.migrations.errors import RenderedFileDiffersError
from amity.migrations.state import TAKE_LOCK, listing
from amity.migrations.templates import ROOT, Rendered, around, rendered

# Supabase sorts by the moment in a file's name; ours is the number, counted in seconds from here.
_SUPABASE_EPOCH = datetime(2026, 1, 1)  # noqa: DTZ001 - a name, not a moment

# Without the notice that a policy to drop does not exist. The Supabase CLI begins the transaction.
_QUIET = "set local client_min_messages = warning;\n"


def render(
    directory: str | Path, *, supabase: bool = False, overwrite: bool = False, _root: Path = ROOT
) -> list[Path]:
    """Write each migration as one SQL file that does what `up` does, its bookkeeping included.

    Apply them in the order of their names: `psql -v ON_ERROR_STOP=1 -f FILE`. A file applied twice
    fails as a whole. `up`, `status` and `down` know a database that was made so.

    Args:
        directory: made if it is missing. Other files in it stay.
        overwrite: replace a file that has another text. It may be applied already: then the
            database differs from it ever after.
        supabase: name the files for `supabase/migrations/`, and leave begin and commit to the
            Supabase CLI, which makes each file one transaction.

    Returns:
        The files, in the order in which to apply them.

    Raises:
        OutputError: the directory cannot be made or written.
        RenderedFileDiffersError: a file has another text; nothing was written.
    """
    directory = Path(directory)
    ours = rendered(_root)
    files = {}
    for migration in ours:
        path = directory / (_supabase_name(migration) if supabase else f"{migration.id}.sql")
        text = _text(migration, first=migration is ours[0])
        files[path] = _sealed(text) if supabase else f"begin;\n{_QUIET}{text}commit;\n"
    try:
        directory.mkdir(parents=True, exist_ok=True)
        if not overwrite:
            _refuse_different(files)
        for path, text in files.items():
            path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise OutputError(
            f"{directory} cannot be written: {error.strerror}.", "Name another directory."
        ) from error
    return list(files)


def _refuse_different(files: Mapping[Path, str]) -> None:
    """Raise RenderedFileDiffersError if a file is there, with another text."""
    for path, text in files.items():
        if path.exists() and path.read_bytes() != text.encode():
            raise RenderedFileDiffersError(
                f"{path} is there, and this Amity would write another text. Nothing was written.",
                "If it was applied, keep it, and render with the Amity that wrote it. If not, or "
                "after `amity down`, `--overwrite` replaces it.",
            )


def _supabase_name(migration: Rendered) -> str:
    moment = _SUPABASE_EPOCH + timedelta(seconds=migration.number)
    return f"{moment:%Y%m%d%H%M%S}_amity_{migration.kind}.sql"


def _text(migration: Rendered, *, first: bool) -> str:
    """Give a migration after its bookkeeping: applied a second time, it fails before it begins."""
    return "".join(
        [
            TAKE_LOCK,
            around("refuse_foreign") if first else "",
            around("before"),
            around("ledger") if first else "",
            f"{listing(migration)};\n",
            f"{migration.sql.rstrip()}\n",
            around("after"),
        ]
    )


def _sealed(text: str) -> str:
    """Put every `begin atomic` body into a string: the Supabase CLI splits files into statements.

    For it such a body ends at the first letters END, also in the middle of `pending`.
    """
    return "".join(
        f"do $amity$ begin execute $body$\n{statement}\n$body$; end $amity$;\n"
        if re.search(r"\bbegin\s+atomic\b", statement)
        else f"{statement}\n"
        for statement in sqlparse.split(text)
    )
