"""`amity import`."""

import csv
import json as json_module
import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from secrets import token_hex
from typing import Annotated, Any

import psycopg
import typer
from rich.progress import TimeElapsedColumn

from amity import imports
from amity.command import _sources, app
from amity.command._screen import as_json, bars, complain, many, new_file, say, table
from amity.command._target import AsJson, Url, installed, person_id, required
from amity.command._values import COLUMNS, Reading, Record
from amity.database import whereabouts
from amity.errors import AmityError, Refusal

Write = Callable[[imports.Refused, Mapping[str, Any]], None]

_JSON_LINES = {".jsonl", ".ndjson"}
_REPORTS = {".csv", *_JSON_LINES}


@app.command("import", rich_help_panel="People and ties")
def import_(
    kind: Annotated[
        str | None,
        typer.Argument(
            metavar="connections|requests|follows|blocks",
            help="The kind of ties. Not with --undo.",
            show_default=False,
        ),
    ] = None,
    source: Annotated[
        str | None,
        typer.Argument(
            metavar="[SOURCE]",
            help="A file of CSV or JSON; - is standard input. Not with --query.",
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
            "--map",
            metavar="COLUMN=THEIRS",
            help="The name of one of those columns there: in JSON also a path, a.b.0.c; without a"
            " header its number.",
        ),
    ] = None,
    person: Annotated[
        str | None,
        typer.Option(
            "--as",
            metavar="PERSON",
            help="Whose ties these are, by id or key, if a line names the other person alone. It"
            " is the first column, or the second if --map names the first.",
        ),
    ] = None,
    people: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="CSV of two columns: what a person is called in the source, and their id or key"
            " here. Lines with other names are refused.",
        ),
    ] = None,
    skip: Annotated[int, typer.Option(min=0, help="How many lines come before the header.")] = 0,
    no_header: Annotated[
        bool,
        typer.Option("--no-header", help="The first line is data already, as one of numbers is."),
    ] = False,
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run",
            help="Report the same and change nothing. Others wait meanwhile to change ties.",
        ),
    ] = False,
    undo: Annotated[
        str | None,
        typer.Option(
            metavar="RUN", help="End what that import made, except for what changed since."
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

    Columns of connections: requester, recipient [, requested_at, accepted_at, status]; of requests:
    requester, recipient [, requested_at]; of follows: follower, followed [, created_at]; of blocks:
    blocker, blocked [, created_at]. People are given by id or by the key of your own users.

    A connection that was requested and not accepted is refused. With a status it is accepted or
    pending, whatever its dates; a pending one is imported as a request. A line that breaks a rule
    is refused, and the others are imported. A batch of at most 20,000 lines is one transaction.

    Files: CSV, also with semicolons or tabs; a list of edges, two ids a line; JSON, an object on
    each line, an array, or a script that holds one. Dates: ISO 8601, seconds or milliseconds since
    1970, or with the month in English words.

    Exits with 0 even if lines were refused, with 1 if it stopped before the end, with 2 if the
    command line is wrong, with 130 after Ctrl-C.
    """
    if undo is not None:
        named = [each for each in (kind, source, url) if each is not None]
        if len(named) > 1 or query or kind in COLUMNS:
            raise typer.BadParameter("--undo takes the run, and a URL at most.")
        _undo(required(named[0] if named else None), undo, dry_run=dry_run, json=json)
        return
    if kind not in COLUMNS:
        raise typer.BadParameter(f"Name the kind of ties first: {', '.join(COLUMNS)}.")
    if query is not None:
        if url is not None or (source and "://" not in source and "=" not in source):
            raise typer.BadParameter("With --query there is no file to read.")
        if skip or no_header:
            raise typer.BadParameter("--skip and --no-header are for files, not for --query.")
        source, url = None, source
    elif source is None or "://" in source:
        raise typer.BadParameter("Name a file before the URL, or give --query.")
    if report is not None and report.suffix.lower() not in _REPORTS:
        endings = ", ".join(sorted(_REPORTS))
        raise typer.BadParameter(f"--report {report}: its name has to end in one of {endings}.")
    names = _names(kind, map_ or [])
    meant = None if people is None else _sources.people_of(people)
    reading = Reading(kind, names, person, meant, skip, not no_header)
    run = None if dry_run else f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{token_hex(2)}"
    done = _Done(kind, run)
    database = required(url)
    with installed(database, "Importing") as conn:
        if person is not None:
            person_id(conn, person)
        with (
            _read(database, source, query, reading) as (records, read),
            _reported(report, COLUMNS[kind]) as write,
            conn.transaction(force_rollback=True) if dry_run else nullcontext(),
        ):
            _import(conn, done, records, read, write)
    _show(done, whereabouts(database), report, json=json)


@dataclass
class _Done:
    """What was imported so far. A dry run has no name."""

    kind: imports.Kind
    run: str | None
    lines: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    first: dict[str, int] = field(default_factory=dict)

    @property
    def imported(self) -> int:
        return self.lines - self.refused.total()

    @property
    def so_far(self) -> str:
        if self.run is None:
            return "nothing was changed"
        imported = many(self.imported, "was imported", "were imported")
        return f"{imported} from {many(self.lines, 'line')}, and kept"

    @property
    def how_to_undo(self) -> str:
        return f"`amity import --undo {self.run}` ends what it made." if self.run else ""

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
        if not (equals and theirs and ours in COLUMNS[kind]):
            columns = ", ".join(COLUMNS[kind])
            raise typer.BadParameter(f"--map {each}: write COLUMN=THEIRS, with one of {columns}.")
        names[ours] = theirs
    return names


@contextmanager
def _read(
    database: str, source: str | None, query: str | None, reading: Reading
) -> Iterator[tuple[Iterator[Record], Callable[[], tuple[int, int | None]]]]:
    """Give the records, and a function for how much has been read of how much."""
    if source is None:
        yield _sources.of_query(database, query or "", reading), lambda: (0, None)
        return
    with _sources.opened(source) as text:
        size = os.fstat(text.fileno()).st_size if source != "-" else None
        records = _sources.of_file(source, text, reading)
        yield records, lambda: (os.lseek(text.fileno(), 0, os.SEEK_CUR) if size else 0, size)


@contextmanager
def _reported(path: Path | None, columns: tuple[str, ...]) -> Iterator[Write]:
    """Give a function that writes a refused line to a new file."""
    if path is None:
        yield lambda _refused, _values: None
        return

    def plain(refused: imports.Refused, values: Mapping[str, Any]) -> dict[str, Any]:
        said = {column: values.get(column) for column in columns}
        return {"line": refused.line, "slug": refused.slug, **said, "reason": refused.reason}

    with new_file(path, "Choose another --report.") as file:
        if path.suffix.lower() in _JSON_LINES:
            as_line = partial(json_module.dumps, ensure_ascii=False, default=str)
            yield lambda *line: print(as_line(plain(*line)), file=file)
            return
        rows = csv.DictWriter(file, ["line", "slug", *columns, "reason"])
        rows.writeheader()
        yield lambda *line: rows.writerow(plain(*line))


def _import(
    conn: psycopg.Connection[Any],
    done: _Done,
    records: Iterator[Record],
    read: Callable[[], tuple[int, int | None]],
    write: Write,
) -> None:
    """Import batch by batch, with a bar. Raises AmityError if the database refuses the import."""
    values: dict[int, Mapping[str, Any]] = {}  # of the lines of this batch

    def edges() -> Iterator[imports.Edge | imports.Refused]:
        for edge, row in records:
            values[edge.line] = row
            yield edge

    again = f"Run this again to continue. {done.how_to_undo}".rstrip()
    with bars(TimeElapsedColumn()) as bar:
        task = bar.add_task("Importing", total=None)
        try:
            for batch in imports.in_batches(conn, done.kind, edges(), run=done.run):
                done.add(batch)
                for each in batch.refused:
                    write(each, values[each.line])
                values.clear()
                completed, total = read()
                doing = f"Importing: {many(done.lines, 'line')}, {done.refused.total():,} refused"
                bar.update(task, description=doing, completed=completed, total=total)
        except Refusal as refusal:
            raise AmityError(
                f"{refusal.message}: {done.so_far}.", f"{refusal.hint} {again}"
            ) from refusal
        except psycopg.errors.OutOfMemory as error:  # a request holds a lock until the end
            raise AmityError(
                f"The server has no room for more locks: {done.so_far}.",
                "Try a part of the requests, or raise max_locks_per_transaction.",
            ) from error
        except KeyboardInterrupt:
            complain(f"Interrupted: {done.so_far}.", again)
            raise


def _show(done: _Done, where: str, report: Path | None, *, json: bool) -> None:
    if json:
        counts = {"kind": done.kind, "lines": done.lines, "imported": done.imported}
        as_json(counts | {"refused": dict(done.refused.most_common()), "run": done.run})
        return
    rows = [
        (imports.REASONS.get(slug, slug), slug, f"{count:,}", str(done.first[slug]))
        for slug, count in done.refused.most_common()
        if slug not in imports.THERE_ALREADY
    ]
    if rows:
        table("refused because", "slug", "lines", "first", rows=rows)
    imported = many(done.imported, done.kind.removesuffix("s"))
    would_be = "" if done.run else " would be"
    say(f"{imported}{would_be} imported from {many(done.lines, 'line')}: {where}.")
    there = sum(done.refused[slug] for slug in imports.THERE_ALREADY)
    if there:
        say(f"{many(there, 'line was', 'lines were')} already present.")
    if rows and report is None:
        say("`--report FILE` writes every refused line to a file; a second run imports none twice.")
    if done.run and done.imported:
        say(done.how_to_undo)


def _undo(database: str, run: str, *, dry_run: bool, json: bool) -> None:
    """Undo a run, batch by batch."""
    undone, changed, left = 0, 0, 1
    with (
        installed(database, "Undoing") as conn,
        conn.transaction(force_rollback=True) if dry_run else nullcontext(),
        bars(TimeElapsedColumn()) as bar,
    ):
        task = bar.add_task("Undoing", total=None)
        while left:
            batch = imports.undo(run).on(conn)
            undone, changed, left = undone + batch.undone, changed + batch.changed, batch.batches
            bar.update(task, description=f"Undoing: {many(undone, 'tie')}")
    if json:
        as_json({"run": run, "undone": undone, "changed": changed})
        return
    ended = "would end" if dry_run else "ended"
    say(f"{many(undone, 'tie')} {ended}: {whereabouts(database)}.")
    if changed:
        say(f"{many(changed, 'tie has', 'ties have')} changed since, and stayed.")
