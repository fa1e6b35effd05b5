"""What a tie takes on disk."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import pairwise

import psycopg
from measuring.checkout import Checkout
from measuring.clients import Client, Cost
from measuring.contestants import tables
from measuring.contestants.actor import Actor
from measuring.contestants.amity import AMITY
from measuring.contestants.bare import BARE, LOGGED
from measuring.row import Row, Side, Trial, Unit
from measuring.stage import Stage

_ROW = Row(
    "bytes of a connection",
    Unit.BYTES,
    "what a request and its acceptance add to the table, its history and their indexes, in a"
    " database that had none",
)
_AMITY = ("amity.connections", "amity_private.connections_history")
_TABLES = {
    LOGGED: ("logged.connections", "logged.connections_history"),
    BARE: ("bare.connections",),
}


def trials() -> list[Trial]:
    return [Trial([_ROW], _sides, most_rounds=1)]


def _sides(stage: Stage) -> list[Side]:
    sides = []
    for checkout in stage.checkouts:
        amity = replace(AMITY, who=checkout.who)
        for actor, names in {amity: _AMITY, **(_TABLES if stage.has_others else {})}.items():
            sides.append(Side(actor.who, 0, partial(_grown, stage, checkout, actor, names)))
    return sides


def _grown(
    stage: Stage, checkout: Checkout, actor: Actor, names: tuple[str, ...]
) -> dict[str, Cost]:
    """What each connection takes, among people who form a long chain."""
    with stage.database(checkout) as url:
        client = Client(url)
        with client.conn as conn:
            tables.make(conn)
            people = conn.execute(
                "insert into amity.people (id) select gen_random_uuid() from generate_series(0, %s)"
                " returning id::text",
                [stage.scale.lines // 8],
            ).fetchall()
            empty = _size(conn, names)
            for (one,), (other,) in pairwise(people):
                client.send(actor.act("request", one, other))
                client.send(actor.act("accept", other, one))
            return {_ROW.name: Cost((_size(conn, names) - empty) / (len(people) - 1))}


def _size(conn: psycopg.Connection[tuple[int]], names: tuple[str, ...]) -> int:
    row = conn.execute(
        "select sum(pg_total_relation_size(name::regclass))::bigint"
        " from unnest(%s::text[]) as name",
        [list(names)],
    ).fetchone()
    return row[0] if row else 0
