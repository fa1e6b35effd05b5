"""What each list answers, the status of a person, and what else a screen shows."""

from __future__ import annotations

from uuid import uuid4

import pytest
from python.ways import People
from support.graphql_api import NOTHING, Api, Site, asked

from amity import accounts, blocks, connections


async def test_lists_are_newest_first_in_pages(api: Api, p: People, site: Site) -> None:
    for other in (p.ben, p.cleo, p.dan):
        site.act(other, connections.request(p.ada))
    whole = [one["id"] for one in await api.incoming(p.ada)]
    assert [one["initiatorUserId"] for one in await api.incoming(p.ada)] == [
        str(other) for other in (p.dan, p.cleo, p.ben)
    ]
    first = await api.incoming(p.ada, first=2)
    rest = await api.incoming(p.ada, first=2, after=first[-1]["id"])
    assert [one["id"] for one in (*first, *rest)] == whole
    assert await api.incoming(p.ada, first=0) == []
    for unknown in (str(uuid4()), "x"):
        assert await api.incoming(p.ada, after=unknown) == []


async def test_a_page_goes_on_after_a_request_that_ended(api: Api, p: People) -> None:
    sent = [(await api.send(p.ada, other))["request"]["id"] for other in (p.ben, p.cleo)]
    await api.act(p.cleo, "denyConnectionRequest", requestId=sent[1])
    assert [one["id"] for one in await api.outgoing(p.ada, after=sent[1])] == sent[:1]


@pytest.mark.parametrize("first", [-1, 1001])
async def test_a_page_has_a_size(first: int, api: Api, p: People) -> None:
    query = "query($first: Int) { getIncomingConnectionRequests(first: $first) { id } }"
    answer = (await api.post(p.ada, query, first=first)).json()
    assert answer["data"] is None
    assert answer["errors"][0]["message"] == "first is from 0 to 1000"


async def test_after_a_removal_a_request_stays_approved(api: Api, p: People, site: Site) -> None:
    request = await asked(api, p)
    await api.act(p.ben, "approveConnectionRequest", requestId=request["id"])
    site.act(p.ben, connections.remove(p.ada))
    assert [one["status"] for one in await api.outgoing(p.ada)] == ["APPROVED"]
    assert await api.status(p.ada, p.ben) == NOTHING


async def test_no_status_without_a_tie(api: Api, p: People, site: Site) -> None:
    await asked(api, p)
    site.act(p.dan, blocks.block(p.ada))
    for other in (p.ada, p.cleo, p.dan, p.stranger, "malformed", ""):
        assert await api.status(p.ada, other) == NOTHING
    assert await api.status(p.dan, p.ada) == NOTHING


async def test_third_people_see_nothing(api: Api, p: People) -> None:
    await asked(api, p)
    assert await api.incoming(p.cleo) == await api.outgoing(p.cleo) == []
    assert await api.outgoing(p.ben) == await api.incoming(p.ada) == []
    assert await api.counts(p.cleo) == (0, 0, 0)


async def test_a_person_who_left_is_no_longer_shown(api: Api, p: People, site: Site) -> None:
    await asked(api, p)
    with site.conn.transaction():
        accounts.forget(p.ben).on(site.conn)
    assert await api.outgoing(p.ada) == []


async def test_what_the_site_has_configured(api: Api, p: People, site: Site) -> None:
    query = "{ connectionSettings { enabled needApproval crossing messageMaxLength } }"
    found = (await api.ask(p.ada, query))["connectionSettings"]
    assert tuple(found.values()) == (True, True, "accept", 1000)
    with site.settings(
        connections_enabled="false",
        connections_need_approval="false",
        crossing_requests="refuse",
        max_message_length="5",
    ):
        found = (await api.ask(p.ada, query))["connectionSettings"]
        assert tuple(found.values()) == (False, False, "refuse", 5)
        refused = await api.send(p.ada, p.ada, message="too long")
        assert refused["code"] == "text_too_long"


async def test_notifications(api: Api, p: People) -> None:
    query = """
        query($first: Int, $after: ID) { notifications(first: $first, after: $after) {
            id kind actorId actor { name } subjectId createdAt readAt
        } connectionCounts { unreadNotifications } }
    """
    requests = [await api.send(one, p.ada) for one in (p.ben, p.cleo)]
    told = await api.ask(p.ada, query)
    assert told["connectionCounts"] == {"unreadNotifications": 2}
    (second, first) = told["notifications"]
    assert (first["kind"], first["actorId"]) == ("request_received", str(p.ben))
    assert (first["subjectId"], first["readAt"]) == (requests[0]["request"]["id"], None)
    assert (await api.ask(p.ada, query, first=1))["notifications"] == [second]
    assert (await api.ask(p.ada, query, after=second["id"]))["notifications"] == [first]
    assert (await api.ask(p.ada, query, after="malformed"))["notifications"] == []
    assert (await api.ask(p.ben, query))["notifications"] == []

    read = "mutation($ids: [ID!]) { readNotifications(ids: $ids) }"
    assert await api.ask(p.ben, read, ids=[first["id"]]) == {"readNotifications": 0}
    assert await api.ask(p.ada, read, ids=[first["id"], "malformed"]) == {"readNotifications": 1}
    assert await api.ask(p.ada, read) == {"readNotifications": 1}
    assert (await api.ask(p.ada, query))["connectionCounts"] == {"unreadNotifications": 0}

    await api.act(
        p.cleo, "cancelConnectionRequest", requestId=requests[1]["request"]["id"]
    )  # what it was about is gone
    (rest,) = (await api.ask(p.ada, query, after=second["id"]))["notifications"]
    assert rest["id"] == first["id"]
