"""A forgotten person is named in no table, whatever they did and whatever was done to them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import psycopg
import pytest
from support import world

from amity import accounts
from amity.speaking import as_service

Conn = psycopg.Connection[Any]

# a uuid that refers to people, or to no table at all, and is no id of something else
ROOM_FOR_A_PERSON = """
select distinct tables.oid::regclass::text
from pg_class as tables
join pg_attribute on attrelid = tables.oid and attnum > 0 and not attisdropped
where relnamespace in ('amity'::regnamespace, 'amity_private'::regnamespace)
  and relkind in ('r', 'p') and atttypid = 'uuid'::regtype
  and attname not in (
    'id', 'remote_transfer_id', 'remote_site_id', 'site_id', 'notification_id', 'subject_id',
    'nonce', 'holder'
  )
  and not exists (
    select from pg_constraint where contype = 'f' and conrelid = tables.oid
      and attnum = any (conkey) and confrelid <> 'amity.people'::regclass
  )
"""
KEPT = ("_history", "sync_connections", "sync_transfers")
"""Where a pseudonym may stand: what happened, and who acted on a row that belongs to no person."""


def test_she_is_everywhere(lived: Conn) -> None:
    """Each table with room for a person names Ada: a new one is filled by the facts of its kind."""
    room = {table for (table,) in lived.execute(ROOM_FOR_A_PERSON).fetchall()}
    assert len(room) > 15
    assert room - world.traces(lived, world.CAST["ada"]).keys() == set()


@pytest.mark.parametrize("name", world.CAST)
def test_and_then_nowhere(name: str, lived: Conn) -> None:
    person = world.CAST[name]
    with as_service(lived):
        pseudonym: UUID = accounts.forget(person).on(lived)
    assert world.traces(lived, person) == {}
    assert [each for each in world.traces(lived, pseudonym) if not each.endswith(KEPT)] == []
    assert accounts.verify().on(lived) == []


def test_all_of_them(lived: Conn) -> None:
    """One after the other, until no person is left."""
    with as_service(lived):
        for person in world.CAST.values():
            accounts.forget(person).on(lived)
    for person in world.CAST.values():
        assert world.traces(lived, person) == {}
    assert accounts.verify().on(lived) == []
