"""Labels and what can cross them: nothing is there twice, and no caller gets an internal error.

The first act is done, its transaction still open; the second begins and waits, or not; then the
first is committed or rolled back.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from support.patience import PATIENCE

from amity import blocks, labels
from amity.calls import Call, values
from amity.errors import Refusal
from amity.speaking import as_service, speaking_as

Conn = psycopg.Connection[Any]
Act = Callable[[Conn, UUID, UUID, UUID], Any]


def by_ada(call: Callable[[UUID, UUID], Call[Any]]) -> Act:
    def act(conn: Conn, ada: UUID, ben: UUID, type_id: UUID) -> Any:
        with speaking_as(conn, ada):
            return call(ben, type_id).on(conn)

    return act


def block_by_ben(conn: Conn, ada: UUID, ben: UUID, type_id: UUID) -> Any:
    with speaking_as(conn, ben):
        return blocks.block(ada).on(conn)


def leave(who: str) -> Act:
    def act(conn: Conn, ada: UUID, ben: UUID, type_id: UUID) -> Any:
        gone = ada if who == "ada" else ben
        with as_service(conn):
            return values(UUID, "delete from amity.people where id = %s returning id", gone).on(
                conn
            )

    return act


ACTS: dict[str, Act] = {
    "label": by_ada(lambda ben, t: labels.label(ben)),
    "label with a type": by_ada(lambda ben, t: labels.label(ben, type_id=t)),
    "say anew": by_ada(lambda ben, t: labels.relabel(ben, note="anew")),
    "take off": by_ada(lambda ben, t: labels.unlabel(ben)),
    "make a type": by_ada(lambda ben, t: labels.create_type("new")),
    "rename the type": by_ada(lambda ben, t: labels.change_type(t, "new")),
    "end the type": by_ada(lambda ben, t: labels.delete_type(t)),
    "ada blocks": by_ada(lambda ben, t: blocks.block(ben)),
    "ben blocks": block_by_ben,
    "ada leaves": leave("ada"),
    "ben leaves": leave("ben"),
}

WAITING = (
    "select wait_event_type = 'Lock' from pg_stat_activity where pid = %s and state = 'active'"
)

WRONG = """
select 'verify', invariant from amity.verify()
union all
select 'twice', id::text from (
  select min(id::text) as id from amity.labels
  group by owner_id, person_id, type_id having count(*) > 1
) as doubles
union all
select 'about an unknown id', id::text from amity.labels
where not exists (select from amity.people where people.id = owner_id)
  or not exists (select from amity.people where people.id = person_id)
"""


def attempt(conn: Conn, name: str, who: tuple[UUID, UUID, UUID]) -> str:
    try:
        ACTS[name](conn, *who)
    except Refusal as refused:
        return refused.slug
    return "done"


@pytest.fixture
def watch(database: str) -> Iterator[Conn]:
    with psycopg.connect(database, autocommit=True) as conn:
        yield conn


@pytest.fixture
def pair(database: str) -> Iterator[tuple[Conn, Conn]]:
    with psycopg.connect(database) as one, psycopg.connect(database, autocommit=True) as other:
        yield one, other


def crossed(
    first: str, second: str, *, commit: bool, labelled: bool, watch: Conn, pair: tuple[Conn, Conn]
) -> tuple[str, str]:
    one, other = pair
    ada, ben = uuid4(), uuid4()
    watch.execute("insert into amity.people (id) values (%s), (%s)", [ada, ben])
    with watch.transaction(), speaking_as(watch, ada):
        type_id = labels.create_type("mentor").on(watch).id
    if labelled:
        with watch.transaction(), speaking_as(watch, ada):
            labels.label(ben).on(watch)
            labels.label(ben, type_id=type_id).on(watch)
    who = (ada, ben, type_id)
    heard = []
    one.execute("select 1")  # one transaction around it all
    said = attempt(one, first, who)
    thread = threading.Thread(target=lambda: heard.append(attempt(other, second, who)), daemon=True)
    thread.start()
    deadline = time.monotonic() + PATIENCE
    while thread.is_alive() and time.monotonic() < deadline:
        row = watch.execute(WAITING, [other.info.backend_pid]).fetchone()
        if row and row[0]:
            break
    if commit:
        one.commit()
    else:
        one.rollback()
    thread.join(PATIENCE)
    assert heard, "the second is neither done nor refused"
    other.commit()
    assert watch.execute(WRONG).fetchall() == []
    return said, heard[0]


@pytest.mark.deep
@pytest.mark.postgres(18)  # rows are locked alike on 15
@pytest.mark.parametrize("labelled", [False, True], ids=["nothing yet", "labelled"])
@pytest.mark.parametrize("commit", [True, False], ids=["commits", "rolls back"])
def test_every_two_acts(commit: bool, labelled: bool, watch: Conn, pair: tuple[Conn, Conn]) -> None:
    for first, second in product(ACTS, repeat=2):
        _, heard = crossed(first, second, commit=commit, labelled=labelled, watch=watch, pair=pair)
        assert heard != "invalid_input", f"{first}, {second}: an internal error"


@pytest.mark.parametrize(
    ("first", "second", "heard"),
    [
        ("label", "label", "already_labelled"),
        ("label with a type", "label with a type", "already_labelled"),
        ("label", "label with a type", "done"),
        ("make a type", "make a type", "label_type_exists"),
        ("make a type", "rename the type", "label_type_exists"),
        ("rename the type", "make a type", "label_type_exists"),
        ("end the type", "label with a type", "label_type_missing"),
        ("label with a type", "end the type", "done"),
        ("ben blocks", "label", "person_not_found"),
        ("ada blocks", "label", "blocked"),
        ("ben leaves", "label", "person_not_found"),
        ("label", "ben leaves", "done"),
    ],
)
def test_the_second_hears(
    first: str, second: str, heard: str, watch: Conn, pair: tuple[Conn, Conn]
) -> None:
    for commit, wanted in ((True, heard), (False, "done")):
        assert crossed(first, second, commit=commit, labelled=False, watch=watch, pair=pair) == (
            "done",
            wanted,
        )
