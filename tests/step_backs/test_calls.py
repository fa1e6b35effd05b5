"""Every call of the module does what it says, on either kind of connection."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, LiteralString

import pytest
from python.ways import OWNER, SERVICE, People, Way

from amity import Call, blocks, connections, follows, step_backs
from amity.errors import Refusal, TextTooLong

TOMORROW = datetime.now(UTC) + timedelta(days=1)


def know(way: Way, people: People) -> None:
    """Ada and Ben are connected, and Ada follows Cleo."""
    way.run(people.ada, connections.request(people.ben))
    way.run(people.ben, connections.accept(people.ada))
    way.run(people.ada, follows.follow(people.cleo))


def test_stepping_back_and_returning(way: Way, people: People) -> None:
    know(way, people)
    made = way.run(
        people.ada, step_backs.step_back_from(people.ben, until=TOMORROW, reason="tired")
    )
    assert (made.owner_id, made.person_id, made.until, made.reason) == (
        people.ada,
        people.ben,
        TOMORROW,
        "tired",
    )
    assert way.run(people.ada, step_backs.is_stepped_back_from(people.ben)) is True
    assert way.run(people.ben, step_backs.is_stepped_back_from(people.ada)) is False
    changed = way.run(people.ada, step_backs.change(str(people.ben), reason="still"))
    assert (changed.id, changed.since, changed.until, changed.reason) == (
        made.id,
        made.since,
        None,
        "still",
    )
    assert way.run(people.ada, step_backs.return_to(people.ben)) == changed
    assert way.run(people.ada, step_backs.mine()) == []
    told = way.run(people.ada, step_backs.history())
    assert [(entry.step_back_id, entry.action) for entry in told] == [
        (made.id, "returned"),
        (made.id, "stepped_back"),
    ]
    assert way.run(people.ben, step_backs.history()) == []


REFUSED: dict[str, tuple[Callable[[People], Call[Any]], type[Refusal]]] = {
    "myself": (lambda p: step_backs.step_back_from(p.ada), step_backs.errors.SelfStepBack),
    "a stranger": (lambda p: step_backs.step_back_from(p.dan), step_backs.errors.NoTie),
    "yesterday": (
        lambda p: step_backs.step_back_from(p.ben, until=TOMORROW - timedelta(days=2)),
        step_backs.errors.UntilPassed,
    ),
    "twice": (lambda p: step_backs.step_back_from(p.cleo), step_backs.errors.AlreadySteppedBack),
    "to return": (lambda p: step_backs.return_to(p.ben), step_backs.errors.NotSteppedBack),
    "to change": (lambda p: step_backs.change(p.ben), step_backs.errors.NotSteppedBack),
    "a long note": (lambda p: step_backs.change(p.cleo, reason="x" * 501), TextTooLong),
}


@pytest.mark.parametrize(("call", "refusal"), REFUSED.values(), ids=REFUSED)
def test_refusals(
    call: Callable[[People], Call[Any]], refusal: type[Refusal], way: Way, people: People
) -> None:
    know(way, people)
    way.run(people.ada, step_backs.step_back_from(people.cleo))
    with pytest.raises(refusal) as caught:
        way.run(people.ada, call(people))
    assert caught.value.hint


# Ada follows thirteen others and stepped back from each, three of them at one moment.
FILL: tuple[LiteralString, ...] = (
    """
    insert into amity.people (host_key)
    select n::text from generate_series(1, 13) as n returning 1
    """,
    """
    insert into amity.follows (follower_id, followed_id)
    select %s, id from amity.people order by joined_at desc limit 13 returning 1
    """,
    """
    insert into amity.step_backs (owner_id, person_id, since)
    select follower_id, followed_id,
      timestamptz '2020-01-01' + (row_number() over () / 3) * interval '1 us'
    from amity.follows where follower_id = %s returning 1
    """,
)


@pytest.mark.parametrize("size", [1, 3, 5, 13, 14])
def test_pages_join_up(size: int, way: Way, people: People) -> None:
    way.rows(OWNER, FILL[0])
    for statement in FILL[1:]:
        way.rows(OWNER, statement, people.ada)
    whole = way.run(people.ada, step_backs.mine())
    assert [step.since for step in whole] == sorted((step.since for step in whole), reverse=True)
    pages = [way.run(people.ada, step_backs.mine(limit=size))]
    while len(pages[-1]) == size:
        pages.append(way.run(people.ada, step_backs.mine(limit=size, after=pages[-1][-1])))
    assert [row for page in pages for row in page] == whole
    assert len({row.id for row in whole}) == 13
    assert way.run(people.ben, step_backs.mine()) == []


COLUMNS = """
select attname::text from pg_attribute
where attrelid = %s::regclass and attnum > 0 and not attisdropped order by attnum
"""


@pytest.mark.parametrize(
    ("record", "relation"),
    [
        (step_backs.StepBack, "amity.step_backs"),
        (step_backs.StepBackEntry, "amity.step_backs_history"),
    ],
)
def test_records_are_rows(record: type[Any], relation: str, way: Way) -> None:
    assert [name for (name,) in way.rows(OWNER, COLUMNS, relation)] == list(
        record.__dataclass_fields__
    )


DIRECT: dict[str, LiteralString] = {
    "insert": "with w as (insert into amity.step_backs (person_id, reason) values (%s, 'tired')"
    " returning *) select person_id::text, reason from w",
    "update": "with w as (update amity.step_backs set reason = 'still' where person_id = %s"
    " returning *) select person_id::text, reason from w",
    "delete": "with w as (delete from amity.step_backs where person_id = %s"
    " returning *) select person_id::text, reason from w",
}


def test_direct_table(way: Way, people: People) -> None:
    know(way, people)
    ben = str(people.ben)
    assert way.rows(people.ada, DIRECT["insert"], ben) == [(ben, "tired")]
    assert way.rows(people.ben, DIRECT["update"], ben) == []
    assert way.rows(people.ada, DIRECT["update"], ben) == [(ben, "still")]
    assert way.rows(people.ben, DIRECT["delete"], ben) == []
    assert way.rows(people.ada, DIRECT["delete"], ben) == [(ben, "still")]


def test_a_block_ends_it(way: Way, people: People) -> None:
    know(way, people)
    way.run(people.ada, step_backs.step_back_from(people.ben))
    way.run(people.ben, blocks.block(people.ada))
    assert way.run(people.ada, step_backs.mine()) == []
    assert way.rows(SERVICE, "select * from amity.verify()") == []
