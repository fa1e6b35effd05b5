"""While others act: never both a block and a tie, and no act ends in a deadlock."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from itertools import permutations
from typing import Any
from uuid import UUID

import psycopg
import pytest
from imports.conftest import make_people
from races.stage import MAKERS, Session, waits, wrongs

from amity import (
    accounts,
    blocks,
    circles,
    connections,
    follows,
    imports,
    labels,
    step_backs,
    suggestions,
)
from amity.errors import PersonNotFound, Refusal
from amity.speaking import as_service, speaking_as

Conn = psycopg.Connection[Any]


@pytest.fixture
def watch(database: str) -> Iterator[Conn]:
    with psycopg.connect(database, autocommit=True) as conn:
        yield conn


@pytest.fixture
def sessions(database: str) -> Iterator[tuple[Session, Session]]:
    one, other = Session(database), Session(database)
    yield one, other
    one.close()
    other.close()


def edge(one: UUID, other: UUID, line: int = 1) -> imports.Edge:
    return imports.Edge(line, str(one), str(other))


def importing(kind: Any, *edges: imports.Edge) -> Any:
    return lambda conn: [each.slug for each in imports.run(conn, kind, edges).refused]


def block(conn: Conn, person: UUID, other: UUID) -> None:
    with speaking_as(conn, person):
        blocks.block(other).on(conn)


def leave(conn: Conn, person: UUID) -> None:
    with as_service(conn):
        conn.execute("delete from amity.people where id = %s", [person])


@pytest.mark.parametrize("kind", ["connections", "follows"])
def test_a_block_that_is_not_committed_yet(
    kind: str, sessions: tuple[Session, Session], watch: Conn
) -> None:
    ada, ben = make_people(watch, 2)
    person, importer = sessions
    person.begin()
    block(person.conn, ada, ben)
    importer.start(importing(kind, edge(ben, ada)))
    assert waits(importer, watch)
    person.conn.execute("commit")
    assert importer.outcome() == ["blocked"]
    assert wrongs(watch) == {}


@pytest.mark.parametrize("kind", ["connections", "follows"])
def test_a_block_in_the_middle_of_an_import(
    kind: str, sessions: tuple[Session, Session], watch: Conn
) -> None:
    ada, ben = make_people(watch, 2)
    person, importer = sessions
    importer.begin()
    assert importer.do(importing(kind, edge(ben, ada))) == []
    person.start(lambda conn: block(conn, ada, ben))
    assert waits(person, watch)
    importer.conn.execute("commit")
    person.outcome()
    assert wrongs(watch) == {}
    assert not accounts.verify().on(watch)
    assert watch.execute(f"select count(*) from amity.{kind}").fetchone() == (0,)


@pytest.mark.parametrize("act", [labels.label, follows.follow], ids=["label", "follow"])
def test_what_is_not_committed_when_a_block_is_imported(
    act: Any, sessions: tuple[Session, Session], watch: Conn
) -> None:
    ada, ben = make_people(watch, 2)
    person, importer = sessions
    person.begin()
    with speaking_as(person.conn, ben):
        (act(ada, "hm") if act is labels.label else act(ada)).on(person.conn)
    importer.start(importing("blocks", edge(ada, ben)))
    assert waits(importer, watch)
    person.conn.execute("commit")
    assert importer.outcome() == []
    assert wrongs(watch) == {}
    assert watch.execute(
        "select (select count(*) from amity.labels) + (select count(*) from amity.follows)"
    ).fetchone() == (0,)


def invite(conn: Conn, person: UUID) -> None:
    ((circle,),) = conn.execute("select id from amity.circles").fetchall()
    circles.invite(circle, person).on(conn)


# whatever a block ends, by how one begins it
BEGIN: dict[str, Callable[[Conn, UUID], object]] = {
    "connections": lambda conn, person: connections.request(person).on(conn),
    "follows": lambda conn, person: follows.follow(person).on(conn),
    "step_backs": lambda conn, person: step_backs.step_back_from(person).on(conn),
    "labels": lambda conn, person: labels.label(person, "hm").on(conn),
    "dismissed_suggestions": lambda conn, person: suggestions.dismiss(person).on(conn),
    "circle_invitations": invite,
}


def test_everything_that_a_block_ends_is_begun_below(watch: Conn) -> None:
    ended = watch.execute(
        "select substring(tgfoid::regproc::text from 'tg_blocks__end_(.*)') from pg_trigger"
        " where tgrelid = 'amity.blocks'::regclass and tgname ~ '^_5'"
    )
    # `connection` because there is one at most; a notification begins with a tie
    begun = {kind.replace("connections", "connection") for kind in BEGIN}
    assert {kind for (kind,) in ended} == begun | {"notifications"}


@pytest.mark.parametrize("kind", BEGIN)
def test_what_begins_in_the_middle_of_an_import_of_blocks(
    kind: str, sessions: tuple[Session, Session], watch: Conn
) -> None:
    """As if the block stood already: the person is not found, and nothing is left behind."""
    ada, ben = make_people(watch, 2)
    person, importer = sessions
    if kind in ("step_backs", "circle_invitations"):
        imports.run(watch, "connections", [edge(ada, ben)])
        with speaking_as(watch, ben):
            circles.create("crew").on(watch)

    def begin(conn: Conn) -> None:
        with speaking_as(conn, ben):
            BEGIN[kind](conn, ada)

    importer.begin()
    assert importer.do(importing("blocks", edge(ada, ben))) == []
    person.start(begin)
    assert waits(person, watch)
    importer.conn.execute("commit")
    with pytest.raises(PersonNotFound):
        person.outcome()
    assert wrongs(watch) == {}
    assert not accounts.verify().on(watch)


def test_the_import_gives_way(sessions: tuple[Session, Session], watch: Conn) -> None:
    """The person holds what the import waits for, and then wants what the import holds."""
    ada, ben, cleo, dan = make_people(watch, 4)
    person, importer = sessions
    person.begin()
    with speaking_as(person.conn, ada):
        connections.request(ben).on(person.conn)
    importer.start(importing("connections", edge(cleo, dan)))
    assert waits(importer, watch)
    block(person.conn, ada, cleo)
    person.conn.execute("commit")
    assert importer.outcome() == []
    assert wrongs(watch) == {}


def test_it_says_that_others_are_in_the_way(
    sessions: tuple[Session, Session], watch: Conn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "PATIENCE", 0)
    ada, ben = make_people(watch, 2)
    person, importer = sessions
    person.begin()
    with speaking_as(person.conn, ada):
        follows.follow(ben).on(person.conn)
    with pytest.raises(imports.errors.ImportBusy):
        importer.do(importing("follows", edge(ben, ada)))


def test_an_account_that_ends(sessions: tuple[Session, Session], watch: Conn) -> None:
    ada, ben = make_people(watch, 2)
    person, importer = sessions
    person.begin()
    leave(person.conn, ada)
    importer.start(importing("connections", edge(ben, ada)))
    assert waits(importer, watch)
    person.conn.execute("commit")
    assert importer.outcome() == ["person_not_found"]
    assert wrongs(watch) == {}


@pytest.mark.parametrize("kind", ["connections", "follows"])
def test_an_account_that_ends_in_the_middle_of_an_import(
    kind: str, sessions: tuple[Session, Session], watch: Conn
) -> None:
    """Nothing holds the person, but their ties: they go when the import has written them."""
    ada, ben = make_people(watch, 2)
    person, importer = sessions
    importer.begin()
    assert importer.do(importing(kind, edge(ben, ada))) == []
    person.start(lambda conn: leave(conn, ada))
    assert waits(person, watch)
    importer.conn.execute("commit")
    person.outcome()
    assert watch.execute(f"select count(*) from amity.{kind}").fetchone() == (0,)
    assert watch.execute(
        "select count(*) from amity_private.tallies where person_id = %s", [ada]
    ).fetchone() == (0,)
    assert wrongs(watch) == {}
    assert not accounts.verify().on(watch)


def test_an_account_that_ends_before_anything_is_written(
    sessions: tuple[Session, Session], watch: Conn
) -> None:
    """The person is deleted already when the import reads them, and their ties are yet to go."""
    ada, ben, cleo = make_people(watch, 3)
    person, importer = sessions
    importer.begin()
    assert importer.do(importing("connections", edge(ben, cleo))) == []
    person.start(lambda conn: leave(conn, ada))
    assert waits(person, watch)  # with the row deleted, for the tables of ties
    assert importer.do(importing("connections", edge(ada, ben))) == []
    importer.conn.execute("commit")
    person.outcome()
    assert watch.execute("select count(*) from amity.connections").fetchone() == (1,)
    assert wrongs(watch) == {}
    assert not accounts.verify().on(watch)


def test_everybody_acts_while_everything_is_imported(database: str, watch: Conn) -> None:
    people = make_people(watch, 8)
    over = threading.Event()
    told: list[BaseException] = []

    def act(seed: int) -> None:
        chance = random.Random(seed)
        verbs = ["request", "accept", "remove", "follow", "unfollow", "block", "unblock", "dismiss"]
        with psycopg.connect(database, autocommit=True) as conn:
            while not over.is_set():
                one, other = chance.sample(people, 2)
                try:
                    with speaking_as(conn, one):
                        MAKERS[chance.choice(verbs)](other).on(conn)
                except Refusal:
                    pass
                except psycopg.Error as error:
                    told.append(error)

    threads = [threading.Thread(target=act, args=[seed]) for seed in range(3)]
    for thread in threads:
        thread.start()
    try:
        edges = [edge(*pair) for pair in permutations(people, 2)]
        with psycopg.connect(database, autocommit=True) as conn:
            for kind in ("connections", "follows", "blocks", "connections", "follows"):
                list(imports.in_batches(conn, kind, edges, size=14))  # type: ignore[arg-type]
    finally:
        over.set()
        for thread in threads:
            thread.join()
    assert told == []
    assert wrongs(watch) == {}
    assert not accounts.verify().on(watch)
    assert off(watch) == []


def off(conn: Conn) -> list[Any]:
    """The triggers that do not fire."""
    return conn.execute("select tgname from pg_trigger where tgenabled <> 'O'").fetchall()


@pytest.mark.parametrize("kind", ["connections", "follows", "blocks"])
def test_cut_short_after_any_statement(kind: Any, sessions: tuple[Session, Session]) -> None:
    """Whatever is refused or cancelled inside, all is as before, with every trigger on."""
    importer, _ = sessions
    ada, ben = make_people(importer.conn, 2)
    importer.conn.execute(
        "create function public.fail() returns trigger language plpgsql as"
        " $$begin raise query_canceled; end$$"
    )
    for table in (f"amity.{kind}", f"amity_private.{kind}_history"):
        importer.conn.execute(
            f"create trigger fail after insert on {table}"
            " for each row execute function public.fail()"
        )
        with pytest.raises(psycopg.errors.QueryCanceled):
            imports.run(importer.conn, kind, [edge(ada, ben)])
        importer.conn.execute(f"drop trigger fail on {table}")
        assert off(importer.conn) == []
        assert not accounts.verify().on(importer.conn)
    assert imports.run(importer.conn, kind, [edge(ada, ben)]).imported == 1
    assert off(importer.conn) == []


KILLED = """
import sys
import psycopg
from amity import imports
people = sys.argv[2:]
edges = [
    imports.Edge(n, one, other)
    for n, (one, other) in enumerate(((a, b) for a in people for b in people if a < b), 1)
]
with psycopg.connect(sys.argv[1], autocommit=True) as conn:
    for batch in imports.in_batches(conn, "connections", edges, size=10):
        print(batch.lines, len(batch.refused), flush=True)
"""


def test_killed_in_the_middle(database: str, watch: Conn) -> None:
    people = sorted(str(id_) for id_ in make_people(watch, 40))
    command = [sys.executable, "-c", KILLED, database, *people]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        for _ in range(3):
            assert process.stdout.readline() == "10 0\n"
        process.kill()
    row = watch.execute("select count(*) from amity.connections").fetchone()
    assert row
    assert row[0] < 780

    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert watch.execute("select count(*) from amity.connections").fetchone() == (780,)
    found = sum(int(line.split()[1]) for line in done.stdout.splitlines())
    assert found % 10 == 0
    assert found >= 30
    assert not accounts.verify().on(watch)


def test_an_answer_that_is_not_committed_yet(
    sessions: tuple[Session, Session], watch: Conn
) -> None:
    """A request that is accepted while its import is undone stays."""
    ada, ben = make_people(watch, 2)
    person, importer = sessions
    assert imports.requests([str(ada)], [str(ben)], run="mine").on(watch) == []
    person.begin()
    with speaking_as(person.conn, ben):
        connections.accept(ada).on(person.conn)
    importer.start(lambda conn: imports.undo("mine").on(conn))
    assert waits(importer, watch)
    person.conn.execute("commit")
    assert importer.outcome() == imports.Undone(undone=0, changed=1, batches=0)
    assert wrongs(watch) == {}


def test_two_undo_it_at_once(sessions: tuple[Session, Session], watch: Conn) -> None:
    """Each undoes a batch of its own, the last one first."""
    ada, ben, cleo = map(str, make_people(watch, 3))
    first, second = sessions
    for other in (ben, cleo):
        assert imports.follows([ada], [other], run="mine").on(watch) == []
    first.begin()
    undo = imports.undo("mine")
    assert first.do(undo.on) == imports.Undone(undone=1, changed=0, batches=1)
    second.start(undo.on)
    assert waits(second, watch)
    first.conn.execute("commit")
    assert second.outcome() == imports.Undone(undone=1, changed=0, batches=0)
    assert watch.execute("select count(*) from amity.follows").fetchone() == (0,)
