"""Names and pictures of the people of a request, for who may see them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from python.ways import People
from support.graphql_api import Api, Site

from amity import blocks, profiles


@pytest.fixture
def shown(site: Site, people: People) -> Iterator[None]:
    """Ada, Ben and Cleo have a profile; Cleo's has no picture."""
    site.conn.execute(
        "create table public.profiles (id uuid primary key, display_name text, avatar_url text)"
    )
    site.conn.cursor().executemany(
        "insert into public.profiles values (%s, %s, %s)",
        [
            (people.ada, "Ada", "/ada.png"),
            (people.ben, "Ben", "/ben.png"),
            (people.cleo, "Cleo", None),
        ],
    )
    profiles.attach("public.profiles").on(site.conn)
    yield
    profiles.detach().on(site.conn)
    site.conn.execute("drop table public.profiles")


async def test_both_people_of_a_request(api: Api, p: People, shown: None) -> None:
    ada = {"id": str(p.ada), "name": "Ada", "picture": "/ada.png"}
    ben = {"id": str(p.ben), "name": "Ben", "picture": "/ben.png"}
    sent = (await api.send(p.ada, p.ben))["request"]
    (seen,) = await api.incoming(p.ben)
    for request in (sent, seen, *await api.outgoing(p.ada)):
        assert (request["initiator"], request["recipient"]) == (ada, ben)


async def test_a_person_without_a_profile(api: Api, p: People, shown: None) -> None:
    for other, profile in (
        (p.cleo, {"id": str(p.cleo), "name": "Cleo", "picture": None}),
        (p.dan, None),
    ):
        assert (await api.send(p.ada, other))["request"]["recipient"] == profile


async def test_not_across_a_block(api: Api, p: People, site: Site, shown: None) -> None:
    sent: Any = (await api.send(p.ada, p.ben))["request"]
    await api.act(p.ben, "approveConnectionRequest", requestId=sent["id"])
    site.act(p.ben, blocks.block(p.ada))
    (request,) = await api.outgoing(p.ada)
    assert request["status"] == "APPROVED"
    assert request["recipient"] is None
    assert request["initiator"]["name"] == "Ada"
