"""What the applied migrations make, read from their text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from amity.migrations.templates import Rendered

Key = tuple[str, str, str]
"""What it is, the table that it is on, and its name: ('policy', 'follows', 'select_mine')."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement that makes, changes or drops something."""

    text: str
    twin: str
    """The same about a twin in pg_temp."""
    migration: str
    verb: str
    kind: str
    schema: str
    relation: str
    name: str

    @property
    def key(self) -> Key:
        """What it makes."""
        return self.kind, self.relation, self.name

    def drops(self, key: Key) -> bool:
        """Tell whether it drops this, or what this is on. Of an index it does not say on what."""
        kind, relation, name = key
        it = (self.kind, self.name) == (kind, name) and self.relation in {relation, ""}
        whole = self.kind in {"table", "view"} and self.name == relation
        return self.verb == "drop" and (it or whole)


_BEGINS = re.compile(
    r"^(?=(?:create|alter|drop|grant|revoke|insert into|update|delete from|do|comment on)\s"
    r"|select \w+\.\w+\([^()]*\);)",
    re.MULTILINE,
)
_ABOUT = re.compile(
    r"(?P<verb>create|alter|drop|do)\b(?:(?<=do).*?\bcreate)?(?: or replace)?(?: unique)? (?:"
    r"(?P<whole>table|view|function|index)(?: if exists)? (?P<in>amity|amity_private)\.(?P<it>\w+)|"
    r"(?P<part>index|policy|trigger)(?: if exists)? (?P<its>\w+)\s"
    r"[^;]*?\bon\s+(?P<of>amity|amity_private)\.(?P<relation>\w+))",
    re.DOTALL,
)
_ELSEWHERE = re.compile(r"\b(?P<word>references|function) (?:amity|amity_private)\.")


def statements(migrations: Sequence[Rendered]) -> Iterator[Statement]:
    """Read what migrations make, change and drop: each statement begins a line, and only they."""
    for migration in migrations:
        for text in _BEGINS.split(migration.sql):
            if about := _ABOUT.match(text):
                yield Statement(
                    text,
                    _twin(about),
                    migration.id,
                    about["verb"],
                    about["whole"] or about["part"],
                    about["in"] or about["of"],
                    about["relation"] or "",
                    about["it"] or about["its"],
                )


def _twin(about: re.Match[str]) -> str:
    """Say it about pg_temp. So go foreign keys, and all that a `do` makes."""
    start, end = about.span("in" if about["in"] else "of")
    text = f"{about.string[:start]}pg_temp{about.string[end:]}"
    if about["whole"] == "table" or about["verb"] == "do":
        text = _ELSEWHERE.sub(r"\g<word> pg_temp.", text)
    return text


@dataclass(frozen=True, slots=True)
class Part:
    """What is built in one go: names are unique in it, which they are not over both schemas."""

    schemas: list[str]
    tables: bool
    statements: list[Statement]

    def makers(self) -> dict[Key, Statement]:
        """Give the statement that made each thing: the last one, unless a later one dropped it."""
        makers: dict[Key, Statement] = {}
        for each in self.statements:
            if each.verb == "drop":
                makers = {key: made for key, made in makers.items() if not each.drops(key)}
            elif each.verb != "alter":
                makers[each.key] = each
        return makers

    def maker(self, key: Key) -> Statement | None:
        """Give the statement that made a thing, or the table that it is part of."""
        kind, relation, name = key
        makers = self.makers()
        whole = makers.get(("table", "", relation)) or makers.get(("view", "", relation))
        return makers.get((kind, relation, name.partition("(")[0]), whole)

    def qualified(self, name: str) -> str:
        """Give the name of a table, view or function with its schema."""
        if len(self.schemas) == 1:
            return f"{self.schemas[0]}.{name}"
        made = self.makers().get(("table", "", name))
        return f"{made.schema}.{name}" if made else name


def parts(migrations: Sequence[Rendered]) -> Iterator[Part]:
    """Give the tables with all that is on them, then views and functions, a schema at a time."""
    every = list(statements(migrations))
    views = {(each.schema, each.name) for each in every if each.kind == "view"}

    def of_tables(each: Statement) -> bool:
        if each.kind in {"view", "function"}:
            return False
        return (each.schema, each.relation) not in views

    yield Part(["amity", "amity_private"], True, [each for each in every if of_tables(each)])
    for schema in ("amity", "amity_private"):
        rest = [each for each in every if each.schema == schema and not of_tables(each)]
        yield Part([schema], False, rest)
