"""Two accounts with ties both ways that end at the same moment do not wait in a circle.

Each is stopped with the first row of its ties in hand, which is the worst moment; then both go on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, LiteralString

import psycopg
import pytest
from races.stage import Pair, Session, State, act, waits, wrongs

from amity.errors import NotJoined

PAUSE: LiteralString = """
create function public.pause() returns trigger language plpgsql as $$
begin
  perform pg_advisory_lock_shared(4711);
  perform pg_advisory_unlock_shared(4711);
  return old;
end $$;
create trigger _001_pause before delete on {} for each row execute function public.pause();
"""


@pytest.mark.parametrize(
    ("table", "name"), [("amity.follows", "follow"), ("amity.blocks", "block")], ids=lambda v: v
)
def test_both_leave(
    table: str, name: str, watch: psycopg.Connection[Any], session: Callable[[], Session]
) -> None:
    pair = Pair.new(watch)
    for who in ("ada", "ben"):
        act(who, name).on(watch, pair)
    watch.execute(PAUSE.format(table))
    watch.execute("select pg_advisory_lock(4711)")
    one, other = session(), session()
    one.start(lambda conn: act("ada", "leave").on(conn, pair))
    assert waits(one, watch)
    other.start(lambda conn: act("ben", "leave").on(conn, pair))
    assert waits(other, watch)
    watch.execute("select pg_advisory_unlock(4711)")
    one.outcome()
    other.outcome()
    assert State.of(watch, pair) == State((), (), (), ())
    assert wrongs(watch) == {}


@pytest.mark.parametrize("name", ["request", "follow", "block"])
def test_a_caller_whose_account_ends_meanwhile_is_told_so(
    name: str, watch: psycopg.Connection[Any], session: Callable[[], Session]
) -> None:
    """And not that the other person is unknown, who is there."""
    pair = Pair.new(watch)
    one, other = session(), session()
    one.begin()
    one.do(lambda conn: act("ada", "leave").on(conn, pair))
    other.start(lambda conn: act("ada", name).on(conn, pair))
    assert waits(other, watch)
    one.conn.execute("commit")
    with pytest.raises(NotJoined):
        other.outcome()
