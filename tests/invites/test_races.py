"""Many at once: a token is redeemed as often as it can be, and no more."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from python.ways import People
from support.patience import PATIENCE

from amity import blocks, connections, invites
from amity.calls import Call
from amity.errors import Refusal
from amity.speaking import speaking_as

MANY = 16
Deed = tuple[UUID, Call[Any]]


def joined(url: str, count: int) -> list[UUID]:
    ids = [uuid4() for _ in range(count)]
    with psycopg.connect(url, autocommit=True) as conn:
        conn.execute("insert into amity.people (id) select unnest(%s::uuid[])", [ids])
    return ids


def tell(url: str, deed: Deed) -> Any:
    with psycopg.connect(url, autocommit=True) as conn, speaking_as(conn, deed[0]):
        return deed[1].on(conn)


def at_once(url: str, deeds: Sequence[Deed]) -> Counter[str]:
    """Each deed on a connection of its own, begun together: how often each thing was said."""
    start = threading.Barrier(len(deeds))

    def run(deed: Deed) -> str:
        with psycopg.connect(url, autocommit=True) as conn:
            start.wait(PATIENCE)
            try:
                with speaking_as(conn, deed[0]):
                    deed[1].on(conn)
            except Refusal as refusal:
                return refusal.slug
        return "done"

    with ThreadPoolExecutor(len(deeds)) as pool:
        return Counter(pool.map(run, deeds))


def is_whole(url: str) -> bool:
    with psycopg.connect(url, autocommit=True) as conn:
        return not conn.execute("select * from amity.verify()").fetchall()


@pytest.mark.parametrize("medium", ["qr", "link"])
@pytest.mark.parametrize("kind", ["connect", "request"])
def test_one_use(
    database: str, people: People, medium: invites.InviteMedium, kind: invites.InviteKind
) -> None:
    made = tell(database, (people.ada, invites.issue(medium, kind, max_uses=1)))
    others = joined(database, MANY)
    said = at_once(database, [(other, invites.redeem(made.token)) for other in others])
    assert said == {"done": 1, "invite_used_up": MANY - 1}
    with psycopg.connect(database, autocommit=True) as conn:
        ties = conn.execute("select count(*) from amity.connections").fetchone()
        assert ties == (1,)
    assert is_whole(database)


def test_some_uses(database: str, people: People) -> None:
    made = tell(database, (people.ada, invites.issue(max_uses=5)))
    others = joined(database, MANY)
    said = at_once(database, [(other, invites.redeem(made.token)) for other in others])
    assert said == {"done": 5, "invite_used_up": MANY - 5}
    assert tell(database, (people.ada, invites.mine()))[0].uses == 5
    assert is_whole(database)


def test_any_number_of_uses(database: str, people: People) -> None:
    made = tell(database, (people.ada, invites.issue(max_uses=None)))
    others = joined(database, MANY)
    said = at_once(database, [(other, invites.redeem(made.token)) for other in others])
    assert said == {"done": MANY}
    assert tell(database, (people.ada, invites.mine()))[0].uses == MANY


def test_one_person_many_clicks(database: str, people: People) -> None:
    made = tell(database, (people.ada, invites.issue()))
    said = at_once(database, [(people.ben, invites.redeem(made.token))] * MANY)
    assert said == {"done": 1, "already_connected": MANY - 1}
    assert tell(database, (people.ada, invites.mine()))[0].uses == 1


def test_each_others(database: str, people: People) -> None:
    """Two who scan each other at the same moment are connected once."""
    adas = tell(database, (people.ada, invites.issue("qr")))
    bens = tell(database, (people.ben, invites.issue("qr")))
    said = at_once(
        database,
        [(people.ada, invites.redeem(bens.token)), (people.ben, invites.redeem(adas.token))] * 4,
    )
    assert said == {"done": 1, "already_connected": 7}
    assert is_whole(database)


def test_codes(database: str, people: People) -> None:
    """However many are asked for at once, one is left, and it opens."""
    said = at_once(database, [(people.ada, invites.issue("qr"))] * MANY)
    assert said == {"done": MANY}
    assert len(tell(database, (people.ada, invites.mine()))) == 1
    assert is_whole(database)


def test_the_last_places(database: str, people: People) -> None:
    said = at_once(database, [(people.ada, invites.issue())] * MANY)
    assert said == {"done": 10, "limit_reached": MANY - 10}


@pytest.mark.once
@pytest.mark.parametrize(
    "act",
    [
        lambda p, made: (p.ada, invites.issue("qr")),
        lambda p, made: (p.ada, invites.revoke(made.id)),
        lambda p, made: (p.ada, blocks.block(p.ben)),
        lambda p, made: (p.ben, blocks.block(p.ada)),
        lambda p, made: (p.ada, connections.request(p.ben)),
        lambda p, made: (p.ben, connections.request(p.ada)),
    ],
    ids=["replaced", "revoked", "blocked", "blocked back", "asked", "asked back"],
)
def test_meanwhile(
    database: str, people: People, act: Callable[[People, invites.IssuedInvite], Deed]
) -> None:
    """A redemption against what may take the invite or the tie away: never an error."""
    for _ in range(5):
        made = tell(database, (people.ada, invites.issue("qr")))
        said = at_once(database, [(people.ben, invites.redeem(made.token)), act(people, made)])
        assert set(said) <= {"done", "invite_not_found", "already_connected", "pending_request"}
        assert is_whole(database)
        with psycopg.connect(database, autocommit=True) as conn:
            conn.execute("delete from amity.blocks")
            conn.execute("delete from amity.connections")
            conn.execute("delete from amity.invites")


def test_a_load(database: str) -> None:
    """Issuing and redeeming at random, with every cap and every pace in force: no deadlock."""
    crowd = joined(database, 6)
    with psycopg.connect(database, autocommit=True) as conn:
        conn.execute(
            "update amity.settings set value = '4'"
            " where name in ('max_connections', 'max_pending_sent')"
        )
        if conn.execute("select to_regclass('amity.rate_limits')").fetchone() != (None,):
            conn.execute("update amity.rate_limits set max_actions = 1000")

    def live(number: int) -> set[str]:
        heard = set()
        with psycopg.connect(database, autocommit=True) as conn:
            for step in range(30):
                issuer = crowd[(number + step) % 6]
                redeemer = crowd[(number * 5 + step * 7 + 1) % 6]
                deeds: list[Deed] = [(issuer, invites.issue("qr" if step % 2 else "link"))]
                for deed in deeds:
                    try:
                        with speaking_as(conn, deed[0]):
                            made = deed[1].on(conn)
                        with speaking_as(conn, redeemer):
                            invites.redeem(made.token).on(conn)
                        with speaking_as(conn, redeemer):
                            connections.remove(issuer).on(conn)
                    except Refusal as refusal:
                        heard.add(refusal.slug)
        return heard

    with ThreadPoolExecutor(8) as pool:
        heard = set().union(*pool.map(live, range(8)))
    assert heard <= {
        "self_connection",
        "already_connected",
        "limit_reached",
        "invite_not_found",
        "not_connected",
    }
    assert is_whole(database)


def test_a_click_that_waits_for_the_end_of_an_account_holds_no_invite(
    database: str, people: People
) -> None:
    """The end of an account takes its person first, and its invites later."""
    (leaver,) = joined(database, 1)
    made = tell(database, (people.ada, invites.issue()))
    waiting = "select from pg_stat_activity where wait_event_type = 'Lock' and datname = %s"
    free = "select from amity.invites for update skip locked"
    with (
        psycopg.connect(database) as end,
        psycopg.connect(database, autocommit=True) as look,
        ThreadPoolExecutor(1) as pool,
    ):
        end.execute("delete from amity.people where id = %s", [leaver])
        clicked = pool.submit(tell, database, (leaver, invites.redeem(made.token)))
        give_up = time.monotonic() + PATIENCE
        while not look.execute(waiting, [look.info.dbname]).rowcount:
            assert time.monotonic() < give_up
            time.sleep(0.01)
        found = look.execute(free).rowcount
        end.commit()
        with pytest.raises(Refusal):
            clicked.result(PATIENCE)
    assert found == 1
