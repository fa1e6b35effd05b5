"""The table goes on counting after the numbers that came along."""

from contextlib import suppress
from typing import Any

import psycopg

from amity.receiver.plans import Plan
from amity.receiver.rows import Records

__all__ = ["advance_sequences"]

_SEQUENCES = """
select place, sequence
from unnest(%s::text[], %s::integer[]) as columns (name, place)
cross join lateral pg_get_serial_sequence(%s, name) as sequence
where sequence is not null
"""
_ADVANCE = """
select setval(%(sequence)s::regclass, top)
from (select max(number::bigint) as top from unnest(%(numbers)s::text[]) as number) as numbers
where top > coalesce(pg_sequence_last_value(%(sequence)s::regclass), 0)
"""


def advance_sequences(conn: psycopg.Connection[Any], plan: Plan, records: Records) -> None:
    """Do that with each page: the rest may never come, and what came stays."""
    names = [column.name for column in plan.columns]
    found = conn.execute(_SEQUENCES, [names, list(plan.places), plan.target.name]).fetchall()
    for place, sequence in found:
        numbers = [record[place] for record in records]
        # one that is not ours to move, or that counts downwards, stays where it is
        with suppress(psycopg.Error), conn.transaction():
            conn.execute(_ADVANCE, {"sequence": sequence, "numbers": numbers})
