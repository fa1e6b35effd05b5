"""Any two acts of two people at once end as they would have ended one after the other.

The first act is done, its transaction still open; the second begins, and waits or not; then the
first is committed or rolled back. What both said and what stands has to be what some order gives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from itertools import product
from typing import Any

import psycopg
import pytest
from races.stage import MAKERS, Act, Pair, Session, State, act, waits, wrongs

from amity.errors import Refusal

GIVEN: dict[str, tuple[Act, ...]] = {
    "strangers": (),
    "ada has asked": (act("ada", "request"),),
    "ben has asked": (act("ben", "request"),),
    "connected": (act("ada", "request"), act("ben", "accept")),
    "both follow": (act("ada", "follow"), act("ben", "follow")),
    "ada has blocked": (act("ada", "block"),),
}


DEEP_ONCE = [pytest.mark.deep, pytest.mark.once]

Ending = tuple[tuple[tuple[str, str], ...], State]
"""What each of the acts said, and what stands."""


def said(deed: Callable[[], Any]) -> str:
    try:
        outcome = deed()
    except Refusal as refusal:
        return refusal.slug
    except psycopg.Error as error:
        return f"ERROR {error.sqlstate} {error}"
    return "nothing to do" if outcome == [] else "done"


def prepared(conn: psycopg.Connection[Any], given: tuple[Act, ...]) -> Pair:
    pair = Pair.new(conn)
    for past in given:
        past.on(conn, pair)
    return pair


def ending(watch: psycopg.Connection[Any], pair: Pair, heard: Iterable[tuple[Act, str]]) -> Ending:
    return tuple(sorted((str(act), word) for act, word in heard)), State.of(watch, pair)


def one_after_the_other(
    watch: psycopg.Connection[Any], given: tuple[Act, ...], acts: tuple[Act, ...]
) -> Ending:
    pair = prepared(watch, given)
    return ending(
        watch, pair, [(each, said(lambda each=each: each.on(watch, pair))) for each in acts]
    )


def at_once(
    watch: psycopg.Connection[Any],
    sessions: tuple[Session, Session],
    given: tuple[Act, ...],
    acts: tuple[Act, Act],
    *,
    ends: str,
) -> Ending:
    pair = prepared(watch, given)
    (one, other), (first, second) = sessions, acts
    one.begin()
    heard = [(first, said(lambda: one.do(lambda conn: first.on(conn, pair))))]
    other.start(lambda conn: second.on(conn, pair))
    waits(other, watch)
    one.do(lambda conn: conn.execute(ends))
    heard.append((second, said(other.outcome)))
    return ending(watch, pair, heard if ends == "commit" else heard[1:])


def excused(got: Ending, acts: tuple[Act, Act], alone: Ending) -> bool:
    """Whether a crossing request happened, and a DELETE of the row it replaced deleted nothing.

    The row that the crossing put in the place of another is not the one that DELETE waited for: it
    finds nothing to delete, and says so.
    """
    first, second = acts
    return (
        (first.name, second.name) == ("request", "delete")
        and got[1] == alone[1]
        and {str(first): "done", str(second): "nothing to do"} == dict(got[0])
    )


@pytest.mark.parametrize(
    "given",
    [
        # one that all acts mean something to is quick enough for every run, and on each Postgres
        pytest.param(given, id=name, marks=[] if name == "ben has asked" else DEEP_ONCE)
        for name, given in GIVEN.items()
    ],
)
@pytest.mark.parametrize("ends", ["commit", pytest.param("rollback", marks=DEEP_ONCE)])
def test_some_order_explains_it(
    given: tuple[Act, ...],
    ends: str,
    watch: psycopg.Connection[Any],
    session: Callable[[], Session],
) -> None:
    sessions = session(), session()
    explained = cache(lambda order: one_after_the_other(watch, given, order))
    unexplained = []
    for first_name, second_name in product(MAKERS, MAKERS):
        # Ada herself may click twice; whatever else she does comes in another order from Ben
        speakers = ("ben", "ada") if first_name == second_name else ("ben",)
        for acts in [(act("ada", first_name), act(by, second_name)) for by in speakers]:
            got = at_once(watch, sessions, given, acts, ends=ends)
            orders = [acts, acts[::-1]] if ends == "commit" else [acts[1:]]
            if all(got != explained(order) for order in orders) and not excused(
                got, acts, explained(acts[:1])
            ):
                unexplained.append(f"{acts[0]}, {acts[1]}: {got}")
    assert not unexplained, "\n".join(unexplained)
    assert wrongs(watch) == {}
