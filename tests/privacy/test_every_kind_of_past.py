"""Blocked is absent, whatever else there was: steps back, labels, circles of labels, invites, caps.

Ben is blocked by Ada, or she ends what there was, as people do, and leaves. He must hear the same.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, LiteralString
from uuid import UUID

import psycopg
import pytest
from privacy.test_blocked_is_absent import Cast, answers, cast, differences

from amity.speaking import as_service, speaking_as

__all__ = ["cast"]


class World:
    """What people say, one after the other."""

    def __init__(self, conn: psycopg.Connection[Any], cast: Cast) -> None:
        self.conn = conn
        self.ben, self.ada, self.friend = cast.ben, cast.ada, cast.friend

    def says(self, who: UUID, statement: LiteralString, *values: Any) -> Any:
        """What comes back, the first value of it."""
        with speaking_as(self.conn, who):
            row = self.conn.execute(statement, values).fetchone()
            return row and row[0]

    def connect(self) -> None:
        self.says(self.ben, "select amity.request_connection(%s)", self.ada)
        self.says(self.ada, "select amity.accept_connection(%s)", self.ben)


def asked(w: World) -> None:
    w.says(w.ben, "select amity.request_connection(%s)", w.ada)


def she_asked(w: World) -> None:
    w.says(w.ada, "select amity.request_connection(%s)", w.ben)


def stepped_back(w: World) -> None:
    w.connect()
    w.says(w.ben, "select amity.step_back_from(%s, now() + interval '1 hour', 'enough')", w.ada)


def stepped_back_until_now(w: World) -> None:
    w.connect()
    w.says(w.ben, "select amity.step_back_from(%s, clock_timestamp() + '200 ms')", w.ada)
    w.conn.execute("select pg_sleep(0.2)")


def she_stepped_back(w: World) -> None:
    w.connect()
    w.says(w.ada, "select amity.step_back_from(%s)", w.ben)


def labelled(w: World) -> None:
    kind = w.says(w.ben, "select (amity.create_label_type('mentor')).id")
    w.says(w.ben, "select amity.label_person(%s, %s, 'hero')", w.ada, kind)
    w.says(w.ben, "select amity.label_person(%s, note => 'met at the bar')", w.ada)
    w.says(w.ben, "select amity.label_person(%s, %s)", w.friend, kind)
    w.says(w.ben, "select amity.create_circle('mentors', null, %s)", kind)


def she_labelled(w: World) -> None:
    w.says(w.ada, "select amity.label_person(%s, note => 'a bore')", w.ben)


def redeemed_hers(w: World) -> None:
    token = w.says(w.ada, "select (amity.issue_invite()).token")
    w.says(w.ben, "select amity.redeem_invite(%s)", token)


def she_redeemed_his(w: World) -> None:
    token = w.says(w.ben, "select (amity.issue_invite(max_uses => 2)).token")
    w.says(w.ada, "select amity.redeem_invite(%s)", token)


def had_expired(w: World) -> None:
    w.says(w.ben, "select amity.request_connection(%s)", w.ada)
    with as_service(w.conn):
        w.conn.execute("update amity.settings set value = '0' where name = 'request_ttl'")


def theirs_had_expired(w: World) -> None:
    w.says(w.ada, "select amity.request_connection(%s)", w.ben)
    with as_service(w.conn):
        w.conn.execute("update amity.settings set value = '0' where name = 'request_ttl'")


def everything(w: World) -> None:
    w.connect()
    w.says(w.ben, "select amity.follow(%s)", w.ada)
    w.says(w.ada, "select amity.follow(%s)", w.ben)
    w.says(w.ben, "select amity.step_back_from(%s)", w.ada)
    labelled(w)


PASTS = (
    asked,
    she_asked,
    stepped_back,
    stepped_back_until_now,
    she_stepped_back,
    labelled,
    she_labelled,
    redeemed_hers,
    she_redeemed_his,
    had_expired,
    theirs_had_expired,
    everything,
)

SITES: dict[str, LiteralString] = {
    "as installed": "select 1",
    "everything shown": """
        update amity.settings set value = 'true'
        -- not the leaderboard: it says that the friend knows one more, who need not be she
        where name in ('counts_are_public', 'reveal_rejections')
    """,
    "everything used up": """
        update amity.settings set value = '0'
        where name in ('max_connections', 'max_pending_sent', 'max_following', 'max_active_invites')
    """,
    "everything too often": """
        update amity.rate_limits set max_actions = 1, per = '100 years'
    """,
}


@pytest.mark.deep
@pytest.mark.postgres(18)  # 15 is asked in test_blocked_is_absent
@pytest.mark.parametrize("site", SITES.values(), ids=SITES)
@pytest.mark.parametrize("past", PASTS)
def test_no_longer_there(
    past: Callable[[World], None],
    site: LiteralString,
    conn: psycopg.Connection[Any],
    cast: Cast,
) -> None:
    world = World(conn, cast)
    conn.execute("update amity.badges set kept = threshold = 1")
    past(world)
    with as_service(conn):
        conn.execute(site)

    def heard_when(end: Callable[[], Any]) -> dict[str, Any]:
        conn.execute("savepoint world")
        end()
        heard = answers(conn, cast, cast.ada, ())
        conn.execute("rollback to savepoint world")
        return heard

    blocked = heard_when(lambda: world.says(cast.ada, "select amity.block(%s)", cast.ben))
    absent = heard_when(lambda: conn.execute("delete from amity.people where id = %s", [cast.ada]))
    assert not (found := differences(blocked, absent)), found


def test_it_ends_in_the_same_order(conn: psycopg.Connection[Any], cast: Cast) -> None:
    """What Ben reads in all his histories together, by the moment."""
    world = World(conn, cast)
    everything(world)
    circle = world.says(cast.ben, "select (amity.create_circle('his')).id")
    world.says(cast.ben, "select amity.invite_to_circle(%s, %s)", circle, cast.ada)
    circle = world.says(cast.ada, "select (amity.create_circle('hers')).id")
    world.says(cast.ada, "select amity.invite_to_circle(%s, %s)", circle, cast.ben)
    known = conn.execute(
        """
        select relname from pg_class
        where relnamespace = 'amity'::regnamespace and relname like '%\\_history'
          and has_any_column_privilege('authenticated', oid, 'select')
        """
    ).fetchall()
    entries = " union all ".join(
        f"select '{name}' as kind, to_jsonb(entry) as entry, occurred_at from amity.{name} as entry"
        for (name,) in known
    )
    conn.execute("create temporary table begun on commit drop as select clock_timestamp() as at")
    conn.execute("grant select on begun to public")
    heard = []
    for end in (
        "select amity.block(%(ben)s)",
        "reset role; delete from amity.people where id = %(ada)s",
    ):
        conn.execute("savepoint world")
        with speaking_as(conn, cast.ada):
            conn.execute(psycopg.ClientCursor(conn).mogrify(end, vars(cast)))
        with speaking_as(conn, cast.ben):
            told = conn.execute(
                f"select kind, entry - 'occurred_at' from ({entries}) as told"
                " where occurred_at > (select at from begun) order by occurred_at"
            ).fetchall()
        heard.append(told)
        conn.execute("rollback to savepoint world")
    blocked, absent = heard
    assert len(blocked) >= 5
    assert blocked == absent
