"""Runs pgTAP files in a transaction that is rolled back: nothing of them stays in a database."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import sqlparse
from psycopg import Connection
from psycopg.pq import DiagnosticField, ExecStatus

from amity.errors import AmityError
from amity.migrations.templates import ROOT

TESTS = ROOT / "tests"
SETUP = TESTS / "support" / "tap_setup.sql"
HELPERS = "helpers.sql"  # of a kind, for the tests of any kind
# Where packages put the SQL of extensions: those of Debian, of PGDG for Fedora, of Homebrew.
_SHARED = ("usr/share/postgresql/*", "usr/pgsql-*/share", "opt/homebrew/share/postgresql@*")

_COMMENTS = re.compile(r"(\s|--[^\n]*\n)*")
_FIRST = re.compile(_COMMENTS.pattern + r"begin\s*;", re.IGNORECASE)
_LAST = re.compile(r"\brollback\s*;(\s|--[^\n]*(\n|$))*$", re.IGNORECASE)
_ENDS = re.compile(  # the `end` of a block is indented, or followed by more
    r"^(\s*(commit|rollback|abort)|end)(\s+(work|transaction))?(\s+and\s+(no\s+)?chain)?\s*;",
    re.IGNORECASE | re.MULTILINE,
)
MAY_COMMIT = "A pgTAP file begins with `begin;`, ends with `rollback;` and never commits."


class PgtapMissingError(AmityError):
    """pgTAP is neither on the server nor on this machine."""


class NoTestsError(AmityError):
    """There are no pgTAP files where they were looked for."""


@dataclass(frozen=True)
class Result:
    """What came of a file."""

    file: str
    tests: int
    complaint: str | None
    """What is wrong, in lines; None if each planned test ran and passed."""


def find(places: Iterable[Path]) -> list[Path]:
    """Give the pgTAP files that these places are or hold: all SQL but helpers.

    Raises:
        NoTestsError: one of the places has none.
    """
    found: list[Path] = []
    for place in places:
        tests = [path for path in (sorted(place.rglob("*.sql")) or [place]) if is_test(path)]
        if not tests:
            raise NoTestsError(f"No pgTAP files in {place}.", "Name a .sql file or their folder.")
        found += tests
    return found


def name(path: Path) -> str:
    """Name a file as `follows/follow.sql`."""
    return f"{path.parent.name}/{path.name}"


def helpers_in(place: Path) -> list[Path]:
    """Give the SQL there that helps pgTAP files."""
    return sorted(place.rglob(HELPERS))


def is_test(path: Path) -> bool:
    """Tell a pgTAP file from other files, and from SQL that only helps pgTAP files."""
    return path.is_file() and path.suffix == ".sql" and path.name not in {SETUP.name, HELPERS}


def is_marked(path: Path, mark: str) -> bool:
    """Tell whether the first line of a file is a comment with that word, as `-- superuser`."""
    with path.open(encoding="utf-8") as lines:
        first = lines.readline()
    return first.startswith("-- ") and mark in first[3:].strip().split(", ")


def load(connection: Connection, helpers: Iterable[Path], given: Path | None = None) -> None:
    """Put pgTAP and helpers into a new schema `tap`, which comes first on the search path.

    A schema of that name steps aside: run this in a transaction that is rolled back.

    Args:
        connection: of a role that may create a schema.
        helpers: SQL files: ours, and those of the host.
        given: the SQL file of pgTAP, if it is neither on the server nor where packages put it.

    Raises:
        PgtapMissingError: it is nowhere.
    """
    if connection.execute("select to_regnamespace('tap') is not null").fetchone() == (True,):
        connection.execute("alter schema tap rename to tap_before_the_tests")
    connection.execute("create schema tap")
    connection.execute("set local search_path = tap, public")
    connection.execute(_pgtap(connection, given))
    for path in helpers:
        connection.execute(path.read_bytes())


def _pgtap(connection: Connection, given: Path | None) -> bytes:
    """Give what brings pgTAP into the schema `tap`."""
    found = connection.execute(
        "select installed_version is not null from pg_available_extensions where name = 'pgtap'"
    ).fetchone()
    if found and not given:
        verb = "alter extension pgtap set" if found[0] else "create extension pgtap"
        return f"{verb} schema tap".encode()
    # not the steps from one version to the next, which lie there as well
    packaged = sorted(
        path
        for shared in _SHARED
        for path in Path("/").glob(f"{shared}/extension/pgtap--*.sql")
        if path.name.count("--") == 1
    )
    if not given and not packaged:
        raise PgtapMissingError(
            "pgTAP is missing: the server does not offer it, and this machine has no copy.",
            "Install it on the server (Debian calls it postgresql-<version>-pgtap), or name its "
            "SQL file: --pgtap pgtap--1.3.3.sql.",
        )
    return (given or packaged[-1]).read_bytes()


def body(text: str) -> str | None:
    """Give what stands between `begin` and `rollback`; None for a file that may keep something."""
    first, last = _FIRST.match(text), _LAST.search(text)
    if not first or not last or _ENDS.search(text, 0, last.start()):
        return None
    # no line gets another number
    return "\n" * first[0].count("\n") + text[first.end() : last.start()]


def run(connection: Connection, path: Path) -> Result:
    """Run a pgTAP file inside the transaction that is open, and take it back."""
    statements = body(path.read_text(encoding="utf-8"))
    if statements is None:
        return Result(name(path), 0, MAY_COMMIT)
    with connection.transaction(force_rollback=True):
        said = "\n".join(_rows(connection, statements))
    return Result(name(path), len(re.findall(r"^(?:not )?ok\b", said, re.MULTILINE)), judge(said))


def _rows(connection: Connection, text: str) -> Iterator[str]:
    """Give the first column of every row, and the error that ends them.

    psycopg would raise the error and forget the rows before it.
    """
    connection.pgconn.send_query(text.encode(connection.info.encoding))
    done = 0
    while result := connection.pgconn.get_result():
        if result.status == ExecStatus.FATAL_ERROR:
            words = [
                (result.error_field(field) or b"").decode(connection.info.encoding)
                for field in (DiagnosticField.SQLSTATE, DiagnosticField.MESSAGE_PRIMARY)
            ]
            yield f"Bail out!  line {_line(text, done)}: {': '.join(words)}"
        elif result.nfields:
            for row in range(result.ntuples):
                yield (result.get_value(row, 0) or b"").decode(connection.info.encoding)
        done += 1


def _line(text: str, done: int) -> int:
    """Give the line of the statement that comes after so many others."""
    begin = end = 0
    for statement in sqlparse.split(text)[: done + 1]:
        begin = text.index(statement, end)
        end = begin + len(statement)
    if comments := _COMMENTS.match(text, begin):
        begin = comments.end()
    return text.count("\n", 0, begin) + 1


def judge(said: str) -> str | None:
    r"""Judge TAP. Returns what is wrong, or None if each planned test ran and passed.

    >>> judge("1..1\nok 1 - fine")
    >>> judge("1..2\nok 1 - fine")
    '2 tests planned, 1 run'
    """
    lines = said.splitlines()
    wrong: list[str] = []
    plans = [int(line[3:].split()[0]) for line in lines if re.match(r"1\.\.\d", line)]
    ran = 0
    failing = False
    for line in lines:
        if result := re.match(r"(not )?ok\b", line):
            ran += 1
            # what is to do, or was skipped, has not been shown
            failing = bool(result[1]) or bool(re.search(r"# *(todo|skip)\b", line, re.IGNORECASE))
        if line.startswith("Bail out!") or (failing and line.startswith(("ok", "not ok", "#"))):
            wrong.append(line)
    if len(plans) != 1:
        wrong.append(f"{len(plans)} plans; there has to be one")
    elif plans[0] != ran or ran == 0:
        wrong.append(f"{plans[0]} tests planned, {ran} run")
    return "\n".join(wrong) or None
