"""Output: results on stdout, everything else on stderr, so that a pipe gets results only.

Texts of people are among it: control characters in them do not reach the terminal.
"""

import dataclasses
import json as json_module
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, TextIO, TypeAlias, TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, TextColumn
from rich.table import Table

from amity.errors import AmityError, OutputError

T = TypeVar("T")
Columns: TypeAlias = Mapping[str, Callable[[T], object]]
"""The columns of a table: what each shows of a record, by its heading."""

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


def renew_consoles() -> None:
    """Ask anew what stdout and stderr are, which a console does only when it is made.

    A program may load the command in a terminal and run it on other streams, as tests do.
    """
    vars(out).update(vars(Console(highlight=False)))
    vars(err).update(vars(Console(stderr=True, highlight=False)))


_CALLED = os.environ.get("AMITY_CALLED", "amity")
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def harmless(text: str) -> str:
    """Give a text without control characters and surrogates."""
    return _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text)


def _for_people(text: str) -> str:
    """Give a text for the screen, with our commands as they are typed: python/run says how."""
    return harmless(text.replace("`amity ", f"`{_CALLED} "))


def complain(sentence: str, hint: str = "") -> None:
    """Print an error on stderr and, on a second line, what to do about it."""
    err.print(_for_people(sentence), style="bold red", markup=False, soft_wrap=True)
    if hint:
        err.print(_for_people(hint), markup=False, soft_wrap=True)


def say(sentence: str) -> None:
    """Print a sentence on stdout."""
    out.print(_for_people(sentence), markup=False, soft_wrap=True)


def many(number: int, one: str, more: str = "") -> str:
    """Give a number with its noun, as `1 line` and `2,000 lines`."""
    return f"{number:,} {one if number == 1 else more or f'{one}s'}"


def table(*columns: str, rows: Sequence[tuple[str, ...]]) -> None:
    """Show a table on stdout."""
    shown = Table()
    for column in columns:
        shown.add_column(column, overflow="fold")
    for row in rows:
        shown.add_row(*map(_for_people, row))
    # a file or a pipe has room for every line
    console = out if out.is_terminal else Console(width=1_000, highlight=False)
    console.print(shown, markup=False)


def show(name: str, found: Sequence[T], columns: Columns[T], *, json: bool) -> None:
    """Show what was found: as a table, or as one JSON object that has it under a name."""
    if json:
        as_json({name: found})
        return
    rows = [tuple(str(text_of(each)) for text_of in columns.values()) for each in found]
    table(*columns, rows=rows)


def moment(value: datetime | None) -> str:
    """Give a moment as a table shows it."""
    return f"{value:%Y-%m-%d %H:%M %Z}" if value else ""


def ago(seconds: int | None) -> str:
    """Give a time that has passed as a table shows it."""
    if seconds is None:
        return ""
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours} h {minutes} min ago"


def new_file(path: Path, hint: str) -> TextIO:
    """Open a new file that only its owner can read. Raises OutputError if it cannot be written."""
    try:
        # A text may have half a character; the csv module ends the lines itself.
        return open(
            path,
            "x",
            encoding="utf-8",
            errors="backslashreplace",
            newline="",
            opener=partial(os.open, mode=0o600),
        )
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror}.", hint) from error


def as_json(value: dict[str, Any]) -> None:
    """Print one JSON object on stdout; dataclasses, errors, moments, ids and addresses included."""
    said = json_module.dumps(value, default=_plain, ensure_ascii=False)
    said = _CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", said)
    print(said)  # noqa: T201 - rich would wrap it


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, AmityError):
        return {"slug": value.slug, "message": str(value), "hint": value.hint}
    return dataclasses.asdict(value) if hasattr(value, "__dataclass_fields__") else str(value)


def bars(*more: ProgressColumn) -> Progress:
    """Make progress bars on stderr, with further columns, which disappear at the end."""
    columns = TextColumn("{task.description}", markup=False), BarColumn(), *more
    return Progress(*columns, console=err, transient=True, disable=not err.is_terminal)


@contextmanager
def progress(doing: str) -> Iterator[Callable[[str, int, int], None]]:
    """Show a progress bar on stderr; gives the function to call before each step."""
    with bars(MofNCompleteColumn()) as shown:
        task = shown.add_task(doing, total=None)

        def step(name: str, which: int, total: int) -> None:
            shown.update(task, description=f"{doing} {name}", completed=which - 1, total=total)

        yield step
