"""Who blocked me is answered byte for byte as an id that was never there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest
from python.ways import People
from support.graphql_api import RESULT, Api, Site

from amity import blocks, connections, follows

if TYPE_CHECKING:
    from amity.calls import Call

ASKED: dict[str, dict[str, Any]] = {
    "query($id: ID!) { checkConnectionOrRequest(userId: $id) { isConnected hasPendingRequest"
    " requestDirection requestId } }": {},
    "mutation($id: ID!) { createConnectionRequest(recipientUserId: $id) { " + RESULT + " } }": {},
    "mutation($id: ID!, $note: String, $tags: [String!], $message: String) {"
    " createConnectionRequest(recipientUserId: $id, note: $note, tags: $tags, message: $message)"
    " { " + RESULT + " } }": {"note": "n", "tags": ["t"], "message": "hello"},
}


# What was between Ada and Ben before he blocked her: who did what to the other.
PASTS: dict[str, list[tuple[str, Callable[[UUID], Call[Any]]]]] = {
    "nothing": [],
    "a request of hers": [("ada", connections.request)],
    "a request of his": [("ben", connections.request)],
    "a connection": [("ada", connections.request), ("ben", connections.accept)],
    "a follow": [("ada", follows.follow)],
}


@pytest.mark.parametrize("past", PASTS)
async def test_a_blocker_is_as_unknown_as_anybody(
    past: str, api: Api, p: People, site: Site
) -> None:
    for who, verb in PASTS[past]:
        one, other = (p.ada, p.ben) if who == "ada" else (p.ben, p.ada)
        site.act(one, verb(other))
    site.act(p.ben, blocks.block(p.ada))
    for document, more in ASKED.items():
        blocker = await api.post(p.ada, document, id=str(p.ben), **more)
        for other in (str(uuid4()), str(p.stranger), "malformed"):
            unknown = await api.post(p.ada, document, id=other, **more)
            assert blocker.content == unknown.content
            assert blocker.headers.raw == unknown.headers.raw
            assert blocker.status_code == unknown.status_code


@pytest.mark.parametrize(
    "mutation", ["approveConnectionRequest", "denyConnectionRequest", "cancelConnectionRequest"]
)
async def test_a_request_that_a_block_ended_is_as_unknown_as_any(
    mutation: str, api: Api, p: People, site: Site
) -> None:
    ids = [(await api.send(p.ada, p.ben))["request"]["id"]]
    ids += [(await api.send(p.cleo, p.ada))["request"]["id"]]
    site.act(p.ben, blocks.block(p.ada))
    site.act(p.cleo, blocks.block(p.ada))
    document = f"mutation($id: ID!) {{ {mutation}(requestId: $id) {{ {RESULT} }} }}"
    answers = [await api.post(p.ada, document, id=id_) for id_ in (*ids, str(uuid4()), "malformed")]
    assert len({answer.content for answer in answers}) == 1
    assert await api.incoming(p.ada) == await api.outgoing(p.ada) == []
