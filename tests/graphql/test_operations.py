"""What each operation answers: to the recipient, the initiator, a third and a blocked person."""

from __future__ import annotations

import re

from python.ways import People
from support.graphql_api import Api


async def test_a_request_is_sent(api: Api, p: People) -> None:
    sent = await api.send(p.ada, p.ben, message="hello")
    request = sent.pop("request")
    assert sent == {
        "success": True,
        "message": "Connection request sent",
        "code": None,
        "retryAt": None,
    }
    assert (request["initiatorUserId"], request["recipientUserId"]) == (str(p.ada), str(p.ben))
    assert (request["status"], request["message"]) == ("PENDING", "hello")
    assert request["createdAt"] == request["updatedAt"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", request["createdAt"])
    assert request["actionedAt"] is request["expiresAt"] is None
    assert await api.status(p.ada, p.ben) == (False, True, "outgoing", request["id"])
    assert await api.status(p.ben, p.ada) == (False, True, "incoming", request["id"])
    assert await api.counts(p.ada) == (0, 1, 0)
    assert await api.counts(p.ben) == (1, 0, 0)
    assert [one["id"] for one in await api.incoming(p.ben)] == [request["id"]]
    assert await api.outgoing(p.ada) == [request]
