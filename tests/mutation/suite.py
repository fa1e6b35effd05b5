"""The pgTAP files as what notices a mutant: which could, in the order in which they may."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, field
from functools import cache, cached_property
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
    """A pgTAP file."""

    path: Path
    text: str

    @property
    def name(self) -> str:
        return self.path.relative_to(tap.TESTS).as_posix()

    @property
    def kind(self) -> str:
        return self.path.parent.name


@dataclass
class Suite:
    clean: Callable[[], AbstractContextManager[str]]
    """Gives the URL of a database in which nothing is mutated."""
    caught: Counter[str] = field(default_factory=Counter)
    """How many mutants each file has caught: one that did may again."""
    _uses: dict[str, frozenset[str]] = field(default_factory=dict)

    @cached_property
    def files(self) -> list[File]:
        paths = sorted(path for path in tap.TESTS.glob("*/*.sql") if _pgtap.is_test(path))
        return [File(path, path.read_text()) for path in paths]

    def for_mutant(self, mutant: Mutant) -> Iterator[File]:
        """The files that could notice it, the likeliest first."""
        word = re.compile(rf"\b{re.escape(mutant.bare)}\b")
        by_the_house = mutant.kind not in _IN_A_BODY
        kind = kind_of(mutant)

        def cost(file: File) -> float:
            return len(file.text) / (1 + self.caught[file.name])

        house = [file for file in self.files if by_the_house and file.kind == "house"]
        yield from sorted(house, key=cost)
        named = [file for file in self.files if file not in house and word.search(file.text)]
        yield from sorted(named, key=cost)
        others = [file for file in self.files if file not in house and file not in named]
        for file in sorted(others, key=lambda file: (file.kind != kind, cost(file))):
            if not mutant.traced or mutant.target in self.used_by(file):
                yield file

    def used_by(self, file: File) -> frozenset[str]:
        """The tables and functions that a file comes across where nothing is mutated.

        There it has to pass. It is run when this is first asked: most mutants are caught before.
        """
        if file.name not in self._uses:
            with self.clean() as url, closing(Session(url)) as session:
                session.conn.execute("select pg_stat_reset()")
                if wrong := session.complaint(file.text):
                    raise RuntimeError(f"{file.path} fails without any mutant: {wrong}")
                self._uses[file.name] = frozenset(_used(session.conn))
        return self._uses[file.name]


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


def _used(conn: Conn) -> Iterable[str]:
    """What the statistics have counted: also what was rolled back."""
    conn.execute("select pg_stat_force_next_flush()")
    rows = conn.execute(
        "select funcid::regprocedure::text from pg_stat_user_functions where calls > 0"
        " union all select relid::regclass::text from pg_stat_user_tables"
        " where seq_scan + coalesce(idx_scan, 0) + n_tup_ins + n_tup_upd + n_tup_del > 0"
    )
    return [name for (name,) in rows.fetchall()]
