"""Every call of the module does what it says, on either kind of connection."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import psycopg
import pytest
from python.ways import OWNER, People, Way
from support.clusters import Cluster, Template

from amity import (
    Call,
    audience,
    blocks,
    circles,
    connections,
    follows,
    labels,
    step_backs,
)

if TYPE_CHECKING:
    from amity.errors import Refusal


@pytest.fixture(scope="module")
def database(server: Cluster, template: Template) -> Iterator[str]:
    """A database for this file, with a table of the host's."""
    with server.clone(template("migrated")) as url:
        with psycopg.connect(url, autocommit=True) as conn:
            conn.execute(
                "create table public.posts (author_id uuid, audience text, circle_id uuid)"
            )
            conn.execute("grant select, insert on public.posts to authenticated")
        yield url


def know(way: Way, people: People) -> None:
    """Ada is connected with Ben, follows Cleo, and has stepped back from Cleo."""
    way.run(people.ada, connections.request(people.ben))
    way.run(people.ben, connections.accept(people.ada))
    way.run(people.ada, follows.follow(people.cleo))
    way.run(people.ada, step_backs.step_back_from(people.cleo))


def test_sets(way: Way, people: People) -> None:
    know(way, people)
    assert way.run(people.ada, audience.connected_people()) == [people.ben]
    assert way.run(people.ben, audience.connected_people()) == [people.ada]
    assert way.run(people.ada, audience.followed_people()) == [people.cleo]
    assert way.run(people.ada, audience.quiet_people()) == [people.cleo]
    assert way.run(people.cleo, audience.quiet_people()) == []


def test_circle_mates(way: Way, people: People) -> None:
    know(way, people)
    circle = way.run(people.ada, circles.create("climbers"))
    way.run(people.ada, circles.invite(circle.id, people.ben))
    assert way.run(people.ben, audience.circle_mates()) == []
    way.run(people.ben, circles.accept(circle.id))
    mates = way.run(people.ben, audience.circle_mates())
    assert {(mate.circle_id, mate.person_id) for mate in mates} == {
        (circle.id, people.ada),
        (circle.id, people.ben),
    }


def test_questions(way: Way, people: People) -> None:
    know(way, people)
    asked: list[Callable[[UUID | str], Call[bool]]] = [
        audience.can_find,
        audience.can_view_profile,
        audience.can_see_posts_of,
    ]
    seen = {
        who: [way.run(people.ada, ask(person)) for ask in asked]
        for who, person in vars_of(people).items()
    }
    assert seen == {
        "ada": [True, True, True],
        "ben": [True, True, True],
        "cleo": [True, True, False],
        "dan": [True, True, True],
        "stranger": [False, False, False],
    }
    way.run(people.dan, blocks.block(people.ada))
    assert [way.run(people.ada, ask(people.dan)) for ask in asked] == [False, False, False]
    assert [way.run(people.dan, ask(str(people.ada))) for ask in asked] == [False, False, False]


def vars_of(people: People) -> dict[str, UUID]:
    return {name: getattr(people, name) for name in ("ada", "ben", "cleo", "dan", "stranger")}


def test_is_labelled_by(way: Way, people: People) -> None:
    type_ = way.run(people.ada, labels.create_type("close"))
    way.run(people.ada, labels.label(people.ben, type_id=type_.id))
    assert way.run(people.ben, audience.is_labelled_by(people.ada, type_.id)) is True
    assert way.run(people.cleo, audience.is_labelled_by(people.ada, type_.id)) is False
    assert way.run(people.ben, audience.is_labelled_by(people.cleo, type_.id)) is False


def test_guarding(way: Way, people: People) -> None:
    know(way, people)
    way.run(OWNER, audience.guard_table("public.posts", "author_id", audience_column="audience"))
    mark = uuid4()
    written = "with w as (insert into public.posts values (%s, %s, %s) returning 1) select 1 from w"
    way.rows(people.ben, written, people.ben, "friends", mark)
    seen = "select author_id from public.posts where circle_id = %s"
    assert way.rows(people.ada, seen, mark) == [(people.ben,)]
    assert way.rows(people.cleo, seen, mark) == []
    assert way.run(OWNER, audience.unguard_table("public.posts")) is True
    assert way.run(OWNER, audience.unguard_table("public.posts")) is False
    assert way.rows(people.cleo, seen, mark) == [(people.ben,)]


REFUSED: dict[str, tuple[Call[Any], type[Refusal]]] = {
    "no such table": (
        audience.guard_table("public.nothing", "author_id", "everyone"),
        audience.errors.GuardUnsupported,
    ),
    "no such column": (
        audience.guard_table("public.posts", "nothing", "everyone"),
        audience.errors.GuardColumnUnsupported,
    ),
    "no column for it": (
        audience.guard_table("public.posts", "author_id", "circle"),
        audience.errors.AudienceInvalid,
    ),
}


@pytest.mark.parametrize(("call", "refusal"), REFUSED.values(), ids=REFUSED)
def test_refusals(call: Call[Any], refusal: type[Refusal], way: Way) -> None:
    with pytest.raises(refusal) as caught:
        way.run(OWNER, call)
    assert caught.value.hint
