"""A migrated database in which every line of the story is run in its speaker's own role."""

import dataclasses
import re
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

import psycopg

from amity import connections, follows, servers, suggestions
from amity._install import with_extra
from amity.demo.story import ANONYMOUS, CAST, OWNER, SERVICE, STRANGER, Line
from amity.errors import MissingExtraError, Refusal
from amity.migrations import up
from amity.migrations.forward import Progress
from amity.speaking import as_service, speaking_as

# What a host has before it has Amity.
_HOST = """
create table members (id uuid primary key, name text not null);
create table friendships (
  member_id uuid not null references members,
  friend_id uuid not null references members
);
grant select on friendships to service_role;
"""
_IDS = {name: uuid5(NAMESPACE_URL, name) for name in CAST} | {STRANGER: uuid4()}
_NAMES = {id_: name for name, id_ in _IDS.items()}
# As they are called in code: `mr_hi` for Mr. Hi.
_VARIABLES = {re.sub(r"\W+", "_", name.lower()).strip("_"): id_ for name, id_ in _IDS.items()}
_MODULES = {"connections": connections, "follows": follows, "suggestions": suggestions}


@dataclass(frozen=True, slots=True)
class Answer:
    """What Postgres answered: rows under columns, or a status without a column."""

    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    refused: bool = False


def furnish(conn: psycopg.Connection[Any], friendships: Sequence[tuple[int, int]]) -> None:
    """Create the club's tables, with its people by their place in the cast."""
    ids = [_IDS[name] for name in CAST]
    conn.execute(_HOST)
    conn.execute(
        "insert into members select * from unnest(%s::uuid[], %s::text[])", [ids, list(CAST)]
    )
    conn.execute(
        "insert into friendships select * from unnest(%s::uuid[], %s::uuid[])",
        [[ids[pair[side]] for pair in friendships] for side in (0, 1)],
    )


def speak(conn: psycopg.Connection[Any], line: Line) -> Answer:
    """Run a line as its speaker; as each of them, under their names, if there are several."""
    answers = {who: _answer(conn, who, line) for who in line.speakers}
    if len(answers) == 1:
        return answers[line.speakers[0]]
    rows = []
    for who, answer in answers.items():
        refusal = [": ".join(value for _, value in answer.rows)] if answer.refused else None
        rows += [(who, *row) for row in ([refusal] if refusal else answer.rows)]
    columns = next(answer.columns for answer in answers.values() if not answer.refused)
    return Answer(("who", *columns), rows)


def _answer(conn: psycopg.Connection[Any], who: str, line: Line) -> Answer:
    try:
        with _speaking(conn, who):
            if who == ANONYMOUS:
                conn.execute("set local role anon")
            if line.is_python:
                names = _MODULES | _VARIABLES | {"conn": conn}
                return _records(eval(line.code, names))  # noqa: S307 - a line of our own story
            cursor = conn.execute(re.sub(r":(\w+)", r"%(\1)s", line.code).encode(), _VARIABLES)
            if cursor.description is None:
                return _shown((), [(cursor.statusmessage,)])
            return _shown([column.name for column in cursor.description], cursor.fetchall())
    except psycopg.Error as error:
        if error.sqlstate is None:
            raise  # Postgres did not answer: the connection is gone
        said = error.diag
        rows = [("sqlstate", said.sqlstate), ("detail", said.message_detail)]
        rows += [("message", said.message_primary), ("hint", said.message_hint)]
        return _shown(("error", ""), rows, refused=True)
    except Refusal as refusal:
        rows = [(name, getattr(refusal, name)) for name in ("status", "slug", "message", "hint")]
        return _shown((type(refusal).__name__, ""), rows, refused=True)


def _speaking(conn: psycopg.Connection[Any], who: str) -> AbstractContextManager[object]:
    if who in {OWNER, ANONYMOUS}:
        return conn.transaction()
    return as_service(conn) if who == SERVICE else speaking_as(conn, _IDS[who])


def _records(returned: Any) -> Answer:
    if isinstance(returned, list):
        columns = [field.name for field in dataclasses.fields(returned[0])]
        return _shown(columns, [dataclasses.astuple(record) for record in returned])
    return _shown((type(returned).__name__, ""), list(dataclasses.asdict(returned).items()))


def _shown(
    columns: Sequence[str], rows: Sequence[Sequence[object]], *, refused: bool = False
) -> Answer:
    kept = [row for row in rows if not refused or row[1]]
    return Answer(tuple(columns), [tuple(map(_text, row)) for row in kept], refused)


def _text(value: object) -> str:
    """Give a value as text; a person's uuid as their name."""
    match value:
        case None:
            return ""
        case UUID():
            return _NAMES.get(value, str(value))
        case datetime():
            return f"{value:%H:%M:%S.%f}"[:-3]
    return str(value)


@contextmanager
def set_up(on_progress: Progress) -> Iterator[psycopg.Connection[Any]]:
    """Give a connection to the club's database, on a Postgres that is removed afterwards."""
    with playground(on_progress) as (url, friendships):
        up(url, on_progress)
        with psycopg.connect(url, autocommit=True) as conn:
            furnish(conn, friendships)
            yield conn


@contextmanager
def playground(on_progress: Progress) -> Iterator[tuple[str, Sequence[tuple[int, int]]]]:
    """Give an empty database on a Postgres that is removed afterwards, and the friendships.

    Raises MissingExtraError, ServerError.
    """
    try:
        installation = servers.Installation.embedded()
        from networkx import karate_club_graph  # noqa: PLC0415 - part of the same extra
    except (servers.EmbeddedMissingError, ImportError):
        raise MissingExtraError(
            "The demo needs a Postgres and a network to play with, and they are not installed.",
            with_extra("embedded"),
        ) from None
    on_progress("a Postgres", 1, 1)
    with servers.throwaway(installation) as server:
        yield server.url, list(karate_club_graph().edges)
