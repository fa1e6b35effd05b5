"""The pgTAP files as what notices a mutant: which could, in the order in which they may."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import psycopg
from mutation.mutants import Conn, Mutant
from pytest_pgtap.pgtap import Runner
from support import tap

from amity.command import _pgtap

# What a mutant makes endless is noticed by that; no file comes near it.
_OPTIONS = f"{tap.SEARCH_PATH} -c statement_timeout=60s -c track_functions=all"

# What is not in the body of a function may be noticed by whatever reads the catalog.
_IN_A_BODY = frozenset(
    {
        "branch never taken",
        "call left out",
        "condition left out",
        "raise left out",
        "row lock left out",
        "write left out",
    }
)


@dataclass(frozen=True)
class File:
    """A pgTAP file, and what it needed in a database as it should be."""

    path: Path
    text: str
    seconds: float
    used: frozenset[str]
    """The tables and functions that it came across."""

    @property
    def name(self) -> str:
        return self.path.relative_to(tap.TESTS).as_posix()

    @property
    def kind(self) -> str:
        return self.path.parent.name


@dataclass
class Suite:
    files: list[File]
    caught: Counter[str] = field(default_factory=Counter)
    """How many mutants each file has caught: one that did may again."""

    def for_mutant(self, mutant: Mutant) -> list[File]:
        """The files that could notice it, the likeliest first."""
        word = re.compile(rf"\b{re.escape(mutant.bare)}\b")
        by_the_house = mutant.kind not in _IN_A_BODY
        kind = kind_of(mutant)
        ranked = []
        for file in self.files:
            named = bool(word.search(file.text))
            house = by_the_house and file.kind == "house"
            if named or house or not mutant.traced or mutant.target in file.used:
                rank = 0 if house else 1 if named or file.kind == kind else 2
                ranked.append((rank, file.seconds / (1 + self.caught[file.name]), file.name, file))
        return [file for *_, file in sorted(ranked)]


@cache
def kind_of(mutant: Mutant) -> str:
    """The folder of sql/ in which the target is made; nothing for what a macro makes."""
    made = re.compile(
        rf"create\s+(or\s+replace\s+)?(table|view|function)\s+(if\s+not\s+exists\s+)?"
        rf"amity(_private)?\.{re.escape(mutant.bare)}\b"
    )
    for path in sorted((tap.TESTS.parent / "sql").glob("*/*.sql")):
        if made.search(path.read_text()):
            return path.parent.name
    return re.sub(r"_(history|drift)$", "", mutant.bare)


class Session:
    """A session in a database, in which file after file is run and rolled back."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.conn = self._connected()

    def _connected(self) -> Conn:
        return psycopg.connect(self._url, autocommit=True, options=_OPTIONS)

    def close(self) -> None:
        self.conn.close()

    def complaint(self, text: str) -> str | None:
        """Runs what a file says. Returns what is wrong, or None.

        What fails is run once more in a new session: neither chance nor what an earlier file left
        in this one may catch a mutant.
        """
        if not _complaint(self.conn, text):
            return None
        self.close()
        self.conn = self._connected()
        return _complaint(self.conn, text)


def _complaint(conn: Conn, text: str) -> str | None:
    try:
        said = Runner(conn).run(text.encode())
    except psycopg.Error as error:
        return f"{error.sqlstate} {error}".splitlines()[0]
    return _pgtap.judge("\n".join(str(line) for line in said))


def looked_at(url: str) -> Suite:
    """Runs every file once, where nothing is mutated: all of them have to pass."""
    files = []
    with closing(Session(url)) as session:
        for path in sorted(path for path in tap.TESTS.glob("*/*.sql") if _pgtap.is_test(path)):
            text = path.read_text()
            session.conn.execute("select pg_stat_reset()")
            began = time.monotonic()
            if wrong := session.complaint(text):
                raise RuntimeError(f"{path} fails without any mutant: {wrong}")
            seconds = time.monotonic() - began
            files.append(File(path, text, seconds, frozenset(_used(session.conn))))
    return Suite(files)


def _used(conn: Conn) -> Iterable[str]:
    """What the statistics have counted: also what was rolled back."""
    conn.execute("select pg_stat_force_next_flush()")
    rows = conn.execute(
        "select funcid::regprocedure::text from pg_stat_user_functions where calls > 0"
        " union all select relid::regclass::text from pg_stat_user_tables"
        " where seq_scan + coalesce(idx_scan, 0) + n_tup_ins + n_tup_upd + n_tup_del > 0"
    )
    return [name for (name,) in rows.fetchall()]
