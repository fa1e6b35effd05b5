"""An act in one circle does not wait for what happens in another."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg import Connection
from python.ways import People
from races.stage import Session, waits

from amity import circles
from amity.calls import values
from amity.speaking import as_service, speaking_as


def test_one_leaves_while_another_circle_is_held(database: str) -> None:
    people = People().join(database)
    one, other = Session(database), Session(database)
    with psycopg.connect(database, autocommit=True) as watch:
        made = {}
        for who, member in ((people.ada, people.cleo), (people.ben, people.dan)):
            with speaking_as(watch, who):
                made[who] = circles.create("chess").on(watch).id
            with as_service(watch):
                values(
                    object,
                    "insert into amity.circle_members (circle_id, person_id, status)"
                    " values (%s, %s, 'member') returning id",
                    made[who],
                    member,
                ).on(watch)

        def leaves(who: Any, circle: Any) -> Any:
            def act(conn: Connection[Any]) -> Any:
                with speaking_as(conn, who):
                    return circles.leave(circle).on(conn)

            return act

        one.begin()
        one.do(leaves(people.cleo, made[people.ada]))
        other.start(leaves(people.dan, made[people.ben]))
        assert not waits(other, watch)
        other.outcome()
        one.do(lambda conn: conn.execute("commit"))
    one.close()
    other.close()
