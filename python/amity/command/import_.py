"""`amity import`."""

import csv
import json as json_module
import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import psycopg
import typer
from rich.progress import TimeElapsedColumn

from amity import imports
from amity.command import _sources, app
from amity.command._screen import as_json, bars, complain, many, new_file, say, table
from amity.command._target import AsJson, Url, installed, required
from amity.database import whereabouts
from amity.errors import AmityError, Refusal

Write = Callable[[imports.Refused, tuple[Any, ...]], None]

_JSON_LINES = {".jsonl", ".ndjson"}
_REPORTS = {".csv", *_JSON_LINES}


@app.command("import", rich_help_panel="People and ties")
def import_(
    kind: Annotated[
        str, typer.Argument(metavar="connections|follows|blocks", help="The kind of ties.")
    ],
    source: Annotated[
        str | None,
        typer.Argument(
            metavar="[SOURCE]",
            help="A file of CSV or JSON Lines; - is standard input. Not with --query.",
            show_default=False,
        ),
    ] = None,
    url: Url = None,
    *,
    query: Annotated[
        str | None, typer.Option(help="Read this SELECT over the same database, not a file.")
    ] = None,
    map_: Annotated[
        list[str] | None,
        typer.Option(
            "--map", metavar="COLUMN=THEIRS", help="The name of one of those columns there."
        ),
    ] = None,
    report: Annotated[
        Path | None,
        typer.Option(
            help="Write every refused line to this new file, .csv, .jsonl or .ndjson, which can be"
            " corrected and imported."
        ),
    ] = None,
    json: AsJson = False,
) -> None:
    """Import ties that exist elsewhere, with their dates. A second run imports none twice.

    Columns: requester, recipient [, requested_at, accepted_at]; follower, followed [, created_at];
    blocker, blocked [, created_at]. People are given by id or by the key of your own users. A line
    that breaks a rule is refused, as is a request without accepted_at, and the others are imported.
    Each batch of 20,000 lines is one transaction.

    Exits with 0 even if lines were refused, with 1 if it stopped before the end, with 2 if the
    command line is wrong, with 130 after Ctrl-C.
    """
    if kind not in _sources.COLUMNS:
        raise typer.BadParameter(f"{kind} is none of: {', '.join(_sources.COLUMNS)}.")
    if query is not None:
        if url is not None or (source and "://" not in source and "=" not in source):
            raise typer.BadParameter("With --query there is no file to read.")
        source, url = None, source
    elif source is None or "://" in source:
        raise typer.BadParameter("Name a file before the URL, or give --query.")
    if report is not None and report.suffix.lower() not in _REPORTS:
        endings = ", ".join(sorted(_REPORTS))
        raise typer.BadParameter(f"--report {report}: its name has to end in one of {endings}.")
    names = _names(kind, map_ or [])
    database = required(url)
    with (
        installed(database, "Importing") as conn,
        _read(database, source, query, kind, names) as (records, read),
        _reported(report, _sources.COLUMNS[kind]) as write,
    ):
        done = _import(conn, kind, records, read, write)
    _show(kind, done, whereabouts(database), report, json=json)


@dataclass
class _Done:
    """What was imported so far."""

    lines: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    first: dict[str, int] = field(default_factory=dict)

    @property
    def imported(self) -> int:
        return self.lines - self.refused.total()

    @property
    def so_far(self) -> str:
        imported = many(self.imported, "was imported", "were imported")
        return f"{imported} from {many(self.lines, 'line')}, and kept"

    def add(self, batch: imports.Batch) -> None:
        self.lines += batch.lines
        for each in batch.refused:
            self.refused[each.slug] += 1
            self.first.setdefault(each.slug, each.line)


def _names(kind: imports.Kind, mapped: list[str]) -> dict[str, str]:
    """Read the --map options."""
    names = {}
    for each in mapped:
        ours, equals, theirs = each.partition("=")
        if not (equals and theirs and ours in _sources.COLUMNS[kind]):
            columns = ", ".join(_sources.COLUMNS[kind])
            raise typer.BadParameter(f"--map {each}: write COLUMN=THEIRS, with one of {columns}.")
        names[ours] = theirs
    return names


@contextmanager
def _read(
    database: str, source: str | None, query: str | None, kind: imports.Kind, names: _sources.Names
) -> Iterator[tuple[Iterator[_sources.Record], Callable[[], tuple[int, int | None]]]]:
    """Give the records, and a function for how much has been read of how much."""
    if source is None:
        yield _sources.of_query(database, query or "", kind, names), lambda: (0, None)
        return
    with _sources.opened(source) as text:
        size = os.fstat(text.fileno()).st_size if source != "-" else None
        records = _sources.of_file(source, text, kind, names)
        yield records, lambda: (os.lseek(text.fileno(), 0, os.SEEK_CUR) if size else 0, size)


@contextmanager
def _reported(path: Path | None, columns: tuple[str, ...]) -> Iterator[Write]:
    """Give a function that writes a refused line to a new file."""
    if path is None:
        yield lambda _refused, _values: None
        return
    header = ["line", "slug", *columns, "reason"]

    def plain(refused: imports.Refused, values: tuple[Any, ...]) -> dict[str, Any]:
        every = [*values, *[None] * (len(columns) - len(values))]
        return dict(zip(header, [refused.line, refused.slug, *every, refused.reason], strict=True))

    with new_file(path, "Choose another --report.") as file:
        if path.suffix.lower() in _JSON_LINES:
            as_line = partial(json_module.dumps, ensure_ascii=False, default=str)
            yield lambda *line: print(as_line(plain(*line)), file=file)
            return
        rows = csv.DictWriter(file, header)
        rows.writeheader()
        yield lambda *line: rows.writerow(plain(*line))


def _import(
    conn: psycopg.Connection[Any],
    kind: imports.Kind,
    records: Iterator[_sources.Record],
    read: Callable[[], tuple[int, int | None]],
    write: Write,
) -> _Done:
    """Import batch by batch, with a bar. Raises AmityError if the database refuses the import."""
    values: dict[int, tuple[Any, ...]] = {}  # of the lines of this batch

    def edges() -> Iterator[imports.Edge | imports.Refused]:
        for edge, row in records:
            values[edge.line] = row
            yield edge

    done = _Done()
    with bars(TimeElapsedColumn()) as bar:
        task = bar.add_task("Importing", total=None)
        try:
            for batch in imports.in_batches(conn, kind, edges()):
                done.add(batch)
                for each in batch.refused:
                    write(each, values[each.line])
                values.clear()
                completed, total = read()
                doing = f"Importing: {many(done.lines, 'line')}, {done.refused.total():,} refused"
                bar.update(task, description=doing, completed=completed, total=total)
        except Refusal as refusal:
            raise AmityError(
                f"{refusal.message}: {done.so_far}.",
                f"{refusal.hint} Run this again to continue.",
            ) from refusal
        except KeyboardInterrupt:
            complain(f"Interrupted: {done.so_far}.", "Run this again to continue.")
            raise
    return done


def _show(kind: imports.Kind, done: _Done, where: str, report: Path | None, *, json: bool) -> None:
    if json:
        counts = {"kind": kind, "lines": done.lines, "imported": done.imported}
        as_json(counts | {"refused": dict(done.refused.most_common())})
        return
    rows = [
        (imports.REASONS.get(slug, slug), slug, f"{count:,}", str(done.first[slug]))
        for slug, count in done.refused.most_common()
        if slug not in imports.THERE_ALREADY
    ]
    if rows:
        table("refused because", "slug", "lines", "first", rows=rows)
    imported = many(done.imported, kind.removesuffix("s"))
    say(f"{imported} imported from {many(done.lines, 'line')}: {where}.")
    there = sum(done.refused[slug] for slug in imports.THERE_ALREADY)
    if there:
        say(f"{many(there, 'line was', 'lines were')} already present.")
    if rows and report is None:
        say("`--report FILE` writes every refused line to a file; a second run imports none twice.")
