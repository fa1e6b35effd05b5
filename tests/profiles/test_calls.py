"""Each call of amity.profiles, on either kind of connection."""

from __future__ import annotations

from uuid import uuid4

import psycopg
import pytest
from python.ways import OWNER, SERVICE, People, Way

from amity import blocks, profiles
from amity.profiles import Profile
from amity.profiles.errors import ProfileColumnUnsupported, ProfilesUnsupported
from amity.relations.errors import TooManyPeople


def test_attach_and_ask(way: Way, people: People, database: str) -> None:
    with psycopg.connect(database, autocommit=True) as conn:
        conn.execute("drop table if exists public.users")
        conn.execute("create table public.users (id uuid primary key, called text, face text)")
        conn.execute("insert into public.users values (%s, 'Ben', 'b.png')", [people.ben])
        conn.execute("insert into public.users values (%s, 'Cleo', null)", [people.cleo])
    with pytest.raises(ProfilesUnsupported):
        way.run(OWNER, profiles.attach("public.nowhere"))
    with pytest.raises(ProfileColumnUnsupported, match="display_name"):
        way.run(OWNER, profiles.attach("public.users"))
    way.run(OWNER, profiles.attach("public.users", name="called", picture=None))
    way.run(OWNER, profiles.attach("public.users", name="called", picture="face"))

    asked = profiles.of([people.cleo, str(people.ben), people.dan, people.stranger])
    cleo, ben = Profile(people.cleo, "Cleo", None), Profile(people.ben, "Ben", "b.png")
    assert way.run(people.ada, asked) == [cleo, ben]
    way.run(people.ada, blocks.block(people.ben))
    assert way.run(people.ada, profiles.of([people.ben])) == []
    assert way.run(SERVICE, profiles.of([people.ben])) == [ben]
    with pytest.raises(TooManyPeople):
        way.run(people.ada, profiles.of([uuid4() for _ in range(1001)]))
    way.run(OWNER, profiles.detach())
    assert way.run(people.ada, profiles.of([people.cleo])) == []
