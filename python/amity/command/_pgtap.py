"""Runs pgTAP files in a transaction that is rolled back: nothing of them stays in a database."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from psycopg import Connection
from psycopg.pq import ExecStatus

from amity.errors import AmityError
from amity.migrations.templates import ROOT

TESTS = ROOT / "tests"
SETUP = TESTS / "support" / "tap_setup.sql"
AS_INSTALLED = TESTS / "support" / "as_installed.sql"
UNLIMITED = TESTS / "support" / "unlimited.sql"
HELPERS = "helpers.sql"  # of a kind, for the tests of any kind
PACKAGED = Path("/usr/share/postgresql")  # by Debian
MAY_COMMIT = "A pgTAP file begins with `begin;`, ends with `rollback;` and never commits."

_FIRST = re.compile(r"(\s|--[^\n]*\n)*begin\s*;", re.IGNORECASE)
_LAST = re.compile(r"\brollback\s*;(\s|--[^\n]*(\n|$))*$", re.IGNORECASE)
# The end of a transaction, in a text without what is quoted, commented or the body of a function.
_ENDS = re.compile(
    r"(^|;)\s*(commit|end|abort|rollback(?!\s+to\b)|prepare\s+transaction)\b", re.IGNORECASE
)
_APART = re.compile(
    r"\$(\w*)\$.*?\$\1\$|'[^']*'|--[^\n]*|/\*.*?\*/|begin\s+atomic\b.*?\bend\b",
    re.DOTALL | re.IGNORECASE,
)
_RESULT = re.compile(r"^(?:not )?ok\b", re.MULTILINE)
# A failure and the lines that explain it. What is to do, or was skipped, has not been shown.
_WRONG = re.compile(
    r"^(?:(?:not ok\b.*|ok\b.*# *(?i:todo|skip)\b.*)(?:\n#.*)*|Bail out!.*)", re.MULTILINE
)


@dataclass(frozen=True)
class Result:
    """What came of a file."""

    file: str
    tests: int
    complaint: str | None
    """What is wrong, in lines; None if each planned test ran and passed."""


def find(places: Iterable[Path]) -> list[Path]:
    """Give the pgTAP files that these places are or hold. Raises AmityError for one without."""
    found: list[Path] = []
    for place in places:
        tests = [path for path in (sorted(place.rglob("*.sql")) or [place]) if is_test(path)]
        if not tests:
            raise AmityError(f"No pgTAP files in {place}.", "Name a .sql file or their folder.")
        found += tests
    return found


def is_test(path: Path) -> bool:
    """Tell a pgTAP file from other files, and from SQL that only helps pgTAP files."""
    return (
        path.is_file()
        and path.suffix == ".sql"
        and path.parent != SETUP.parent
        and path.name != HELPERS
    )


def is_marked(path: Path, mark: str) -> bool:
    """Tell whether the first line of a file is a comment with that word, as `-- superuser`."""
    first, _, _ = path.read_text(encoding="utf-8").partition("\n")
    return first.startswith("-- ") and mark in first[3:].split(", ")


def name(path: Path) -> str:
    """Name a file as `follows/follow.sql`, and one of the working directory as `follow.sql`."""
    return "/".join(path.parts[-2:])


def load(connection: Connection, places: Iterable[Path], pgtap: Path | None = None) -> None:
    """Put pgTAP and the helpers in these places into a new schema `tap`, first on the search path.

    A schema of that name steps aside: run this in a transaction that is rolled back.

    Args:
        connection: of a role that may create a schema.
        places: where helpers are.
        pgtap: the SQL file of pgTAP, if it is neither on the server nor in a package of Debian's.

    Raises AmityError if it is nowhere.
    """
    if connection.execute("select to_regnamespace('tap') is not null").fetchone() == (True,):
        connection.execute("alter schema tap rename to tap_before_the_tests")
    connection.execute("create schema tap")
    connection.execute("set local search_path = tap, public")
    connection.execute(_pgtap(connection, pgtap))
    for path in (SETUP, *(path for place in places for path in sorted(place.rglob(HELPERS)))):
        connection.execute(path.read_bytes())


def _pgtap(connection: Connection, given: Path | None) -> bytes:
    """Give what brings pgTAP into the schema `tap`."""
    if given:
        return given.read_bytes()
    offered = connection.execute(
        "select installed_version from pg_available_extensions where name = 'pgtap'"
    ).fetchone()
    if offered:
        verb = "alter extension pgtap set" if offered[0] else "create extension pgtap"
        return f"{verb} schema tap".encode()
    # not the steps from one version to the next, which lie there as well
    packaged = PACKAGED.glob("*/extension/pgtap--*.sql")
    for path in sorted(path for path in packaged if path.name.count("--") == 1):
        return path.read_bytes()
    raise AmityError(
        "pgTAP is missing: the server does not offer it, and this machine has no copy.",
        "Install it on the server (Debian calls it postgresql-<version>-pgtap), or name its SQL "
        "file: --pgtap pgtap--1.3.3.sql.",
    )


def body(text: str) -> str | None:
    """Give what stands between `begin` and `rollback`; None for a file that may keep something."""
    first, last = _FIRST.match(text), _LAST.search(text)
    if not first or not last:
        return None
    # each line keeps its number, which an error may name
    found = "\n" * first[0].count("\n") + text[first.end() : last.start()]
    return None if _ENDS.search(_APART.sub(" ", found)) else found


def run(connection: Connection, path: Path) -> Result:
    """Run a pgTAP file inside the transaction that is open, and take it back."""
    statements = body(path.read_text(encoding="utf-8"))
    if statements is None:
        return Result(name(path), 0, MAY_COMMIT)
    with connection.transaction(force_rollback=True):
        said = "\n".join(_rows(connection, statements))
    return Result(name(path), len(_RESULT.findall(said)), judge(said))


def _rows(connection: Connection, text: str) -> Iterator[str]:
    """Give the first column of every row, and the error that ends them.

    psycopg would raise the error and forget the rows before it.
    """
    encoding = connection.info.encoding
    connection.pgconn.send_query(text.encode(encoding))
    while result := connection.pgconn.get_result():
        if result.status == ExecStatus.FATAL_ERROR:
            yield f"Bail out!  {'; '.join(result.error_message.decode(encoding).splitlines())}"
        elif result.nfields:
            for row in range(result.ntuples):
                yield (result.get_value(row, 0) or b"").decode(encoding)


def judge(said: str) -> str | None:
    r"""Judge TAP. Returns what is wrong, or None if each planned test ran and passed.

    >>> judge("1..1\nok 1 - fine")
    >>> judge("1..2\nok 1 - fine")
    '2 tests planned, 1 run'
    """
    results = _RESULT.findall(said)
    plans = re.findall(r"^1\.\.(\d+)", said, re.MULTILINE)
    wrong: list[str] = _WRONG.findall(said)
    if len(plans) != 1:
        wrong.append(f"{len(plans)} plans; there has to be one")
    elif int(plans[0]) != len(results) or not results:
        wrong.append(f"{plans[0]} tests planned, {len(results)} run")
    return "\n".join(wrong) or None
