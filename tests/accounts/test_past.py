"""connections_at tells the past as an observer who watched all along would."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from amity import accounts, blocks, connections
from amity.errors import Refusal
from amity.speaking import as_service, speaking_as

VERBS = (
    connections.request,
    connections.request,
    connections.accept,
    connections.accept,
    connections.reject,
    connections.remove,
    blocks.block,
    blocks.unblock,
    blocks.unblock,
)

Photo = tuple[datetime, dict[UUID, set[UUID]]]


def photograph(conn: psycopg.Connection[Any], everybody: list[UUID]) -> Photo:
    """Who is connected with whom at this moment, as the table says."""
    moment, rows = conn.execute(
        "select clock_timestamp(), coalesce(array_agg(array[requester_id, recipient_id])"
        " filter (where status = 'accepted'), '{}') from amity.connections"
    ).fetchone() or (datetime.now(UTC), [])
    conn.commit()
    known: dict[UUID, set[UUID]] = {person: set() for person in everybody}
    for one, other in rows:
        known[one].add(other)
        known[other].add(one)
    return moment, known


@pytest.mark.parametrize("seed", [1, 2])
def test_as_if_watched(seed: int, conn: psycopg.Connection[Any]) -> None:
    rng = random.Random(seed)
    everybody = [uuid4() for _ in range(5)]
    with as_service(conn):
        conn.execute("insert into amity.people (id) select unnest(%s::uuid[])", [everybody])
    album = []
    for _ in range(120):
        me, other = rng.sample(everybody, 2)
        with suppress(Refusal), speaking_as(conn, me):
            rng.choice(VERBS)(other).on(conn)
        album.append(photograph(conn, everybody))
    assert any(known for _, known in album)

    for moment, known in album:
        for person in everybody:
            for who in (None, person):
                with as_service(conn) if who is None else speaking_as(conn, who):
                    past = accounts.connections_at(person, moment).on(conn)
                assert {row.person_id for row in past} == known[person]
                assert len(past) == len(known[person])
