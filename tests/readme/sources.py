"""The pieces of sql/ as files: which of them makes a thing, explains it, and uses a name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from amity.migrations.templates import environment

CHECKOUT = Path(__file__).parents[2]

_MADE = re.compile(
    r"""
    (?P<above>(?:^\ *--.*\n)*)
    ^\ *create\ (?:or\ replace\ |unique\ |constraint\ )*
    (?P<what>function|view|table|type|trigger|policy)\ (?P<name>[\w.]+)
    (?:(?<=\w)(?P<rest>[^;]*?)\bon\ (?P<table>[\w.]+))?
    """,
    re.VERBOSE | re.MULTILINE,
)
# What only tells of a name, and does not use it.
_TOLD = re.compile(r"--[^\n]*|^comment on .*?;$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Piece:
    """A file of sql/, as a migration includes it."""

    kind: str
    name: str
    text: str

    @property
    def path(self) -> str:
        """Its path under sql/."""
        return f"{self.kind}/{self.name}"

    def made(self) -> Iterator[tuple[str, str, str]]:
        """What it creates: the sort of thing, its full name, and the comment above it."""
        for found in _MADE.finditer(self.text):
            name = found["name"]
            if found["what"] in {"trigger", "policy"}:
                name = f"{found['table']}.{name}"
            yield found["what"], name, sentence(found["above"])

    @property
    def opening(self) -> str:
        """The comment that the file begins with."""
        return sentence(re.match(r"\n*((?:--.*\n)*)", self.text)[1])  # type: ignore[index]

    def reads(self, setting: str) -> bool:
        """Whether its code names that setting, as a word or by a template."""
        if self.name == "settings.sql":
            return False
        return setting in self._words or _fills(setting, self._templates)

    def raises(self, slug: str) -> bool:
        """Whether its code refuses with that slug."""
        return self.name != "refusals.sql" and _fills(slug, self._refusals)

    def chooses(self, slug: str) -> bool:
        """Whether its code has that slug as a value, for a call that refuses with a choice."""
        return self.name != "refusals.sql" and f"'{slug}'" in self.code

    @cached_property
    def code(self) -> str:
        """Its text without what only tells of a name."""
        return _TOLD.sub("", self.text)

    @cached_property
    def _words(self) -> set[str]:
        return set(re.findall(r"\w+", self.code))

    @cached_property
    def _templates(self) -> list[str]:
        return re.findall(r"\bformat\(\s*'(\w*%s\w*)'", self.code)

    @cached_property
    def _refusals(self) -> list[str]:
        return re.findall(r"\brefuse\(\s*(?:format\(\s*)?'([\w%]+)'", self.code)


def _fills(word: str, templates: list[str]) -> bool:
    return any(re.fullmatch(each.replace("%s", r"\w+"), word) for each in templates)


def sentence(comment: str) -> str:
    """The words of a comment of several lines, as one line."""
    return " ".join(line.removeprefix("--").strip() for line in comment.splitlines()).strip()


@cache
def pieces() -> tuple[Piece, ...]:
    """Every piece of sql/, in the order of their paths."""
    templates = environment()
    return tuple(
        Piece(path.parent.name, path.name, templates.get_template(relative.as_posix()).render())
        for path in sorted((CHECKOUT / "sql").glob("*/*.sql"))
        for relative in [path.relative_to(CHECKOUT / "sql")]
    )


@dataclass(frozen=True)
class Origin:
    """Where a thing is made."""

    piece: Piece
    comment: str


@cache
def origins() -> dict[tuple[str, str], Origin]:
    """Where each thing is made: by the sort of thing and its full name."""
    return {
        (what, name): Origin(piece, comment)
        for piece in pieces()
        for what, name, comment in piece.made()
    }


def kinds() -> list[str]:
    """Every kind that has a folder under sql/, in the order of the migrations."""
    contents = sorted(path.name for path in (CHECKOUT / "migrations").glob("*.sql"))
    migrated = dict.fromkeys(name.split(".")[1] for name in contents)
    return [*migrated, *sorted({piece.kind for piece in pieces()} - migrated.keys())]


def listed_in(table: str) -> dict[str, Piece]:
    """The rows that pieces insert into a table, by their first column."""
    insert = re.compile(rf"^insert into {table}\b.*?;$", re.MULTILINE | re.DOTALL)
    found: dict[str, Piece] = {}
    for piece in pieces():
        for statement in insert.findall(piece.text):
            found |= dict.fromkeys(re.findall(r"^ +\('(\w+)',", statement, re.MULTILINE), piece)
    return found


def where_raised(slug: str) -> list[Piece]:
    """The pieces that refuse with a slug, or else that choose it for a call that does."""
    raising = [piece for piece in pieces() if piece.raises(slug)]
    return raising or [piece for piece in pieces() if piece.chooses(slug)]


def where_read(setting: str) -> list[Piece]:
    """The pieces that read a setting."""
    return [piece for piece in pieces() if piece.reads(setting)]
