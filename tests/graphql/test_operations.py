"""What each operation answers: to the initiator, the recipient, a third and a blocked person."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID, uuid4

import pytest
from python.ways import People
from support.graphql_api import NOTHING, Api, Site, asked

from amity import badges, blocks

SUCCESS = {"success": True, "code": None, "retryAt": None}
ANSWERS = ("approveConnectionRequest", "denyConnectionRequest", "cancelConnectionRequest")


# --- createConnectionRequest ---


async def test_a_request_is_sent(api: Api, p: People) -> None:
    sent = await api.send(p.ada, p.ben, message="hello")
    request = sent.pop("request")
    assert sent == SUCCESS | {"message": "Connection request sent"}
    assert (request["initiatorUserId"], request["recipientUserId"]) == (str(p.ada), str(p.ben))
    assert (request["status"], request["message"]) == ("PENDING", "hello")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", request["createdAt"])
    assert request["createdAt"] == request["updatedAt"]
    assert request["actionedAt"] is request["expiresAt"] is None
    assert await api.status(p.ada, p.ben) == (False, True, "outgoing", request["id"])
    assert await api.status(p.ben, p.ada) == (False, True, "incoming", request["id"])
    assert await api.counts(p.ada) == (0, 1, 0)
    assert await api.counts(p.ben) == (1, 0, 0)
    assert await api.incoming(p.ben) == [request]
    assert await api.outgoing(p.ada) == [request]


async def test_a_request_that_crosses_accepts_theirs(api: Api, p: People) -> None:
    theirs = await asked(api, p, message="hello")
    crossed = await api.send(p.ben, p.ada, note="from the fair")
    request = crossed.pop("request")
    assert crossed == SUCCESS | {"message": "You are now connected"}
    assert (request["id"], request["initiatorUserId"]) == (theirs["id"], str(p.ada))
    assert (request["status"], request["message"]) == ("APPROVED", None)
    assert request["updatedAt"] == request["actionedAt"] >= request["createdAt"]
    assert await api.counts(p.ada) == await api.counts(p.ben) == (0, 0, 1)
    assert await api.status(p.ada, p.ben) == (True, False, None, None)


async def test_without_approval_a_request_is_a_connection(api: Api, p: People, site: Site) -> None:
    with site.settings(connections_need_approval="false"):
        sent = await api.send(p.ada, p.ben)
        assert (sent["success"], sent["message"]) == (True, "You are now connected")
        assert sent["request"]["status"] == "APPROVED"
        assert await api.status(p.ben, p.ada) == (True, False, None, None)


async def test_a_second_request_shows_the_first(api: Api, p: People) -> None:
    request = await asked(api, p)
    again = await api.send(p.ada, p.ben, note="again")
    assert (again["success"], again["code"]) == (False, "pending_request")
    assert again["message"] == "Connection request already sent"
    assert again["request"] == request  # nothing was noted either


async def test_a_request_that_must_not_cross(api: Api, p: People, site: Site) -> None:
    with site.settings(crossing_requests="refuse"):
        request = await asked(api, p)
        crossed = await api.send(p.ben, p.ada)
        assert (crossed["success"], crossed["code"]) == (False, "request_received")
        assert crossed["message"] == "This user has already sent you a connection request"
        assert crossed["request"]["id"] == request["id"]


async def test_a_request_to_a_connection(api: Api, p: People) -> None:
    request = await asked(api, p)
    await api.act(p.ben, "approveConnectionRequest", requestId=request["id"])
    for one, other in ((p.ada, p.ben), (p.ben, p.ada)):
        refused = await api.send(one, other)
        assert refused == {
            "success": False,
            "message": "You are already connected with this user",
            "request": None,
            "code": "already_connected",
            "retryAt": None,
        }


REFUSED = {
    "oneself": ("self_connection", "You cannot connect with yourself"),
    "an unknown person": ("person_not_found", "User not found"),
    "a malformed id": ("person_not_found", "User not found"),
    "a person who blocked me": ("person_not_found", "User not found"),
    "a person I blocked": ("blocked", "You have blocked this user"),
}


@pytest.mark.parametrize("who", REFUSED)
async def test_a_request_is_refused_to(who: str, api: Api, p: People, site: Site) -> None:
    site.act(p.ben, blocks.block(p.ada))
    site.act(p.ada, blocks.block(p.cleo))
    other = {
        "oneself": p.ada,
        "an unknown person": p.stranger,
        "a malformed id": "'; drop\0 table",
        "a person who blocked me": p.ben,
        "a person I blocked": p.cleo,
    }[who]
    refused = await api.send(p.ada, other, note="n", tags=["t"])
    code, message = REFUSED[who]
    assert refused == {
        "success": False,
        "message": message,
        "request": None,
        "code": code,
        "retryAt": None,
    }
    assert (
        site.conn.execute("select from amity.labels where owner_id = %s", [p.ada]).fetchall() == []
    )


TOO_MUCH: dict[str, tuple[dict[str, Any], str]] = {
    "a long note": ({"note": "x" * 1001}, "text_too_long"),
    "a long message": ({"message": "x" * 1001}, "text_too_long"),
    "a long tag": ({"tags": ["x" * 51]}, "text_too_long"),
    "eleven tags": ({"tags": [str(n) for n in range(11)]}, "too_many_tags"),
    "a blank tag": ({"tags": [" "]}, "tag_blank"),
    "a tag twice": ({"tags": ["a", "a"]}, "tag_twice"),
    "a bell in the message": ({"message": "\a"}, "text_invalid"),
    "a zero in the note": ({"note": "\0"}, "text_invalid"),
    "half a character": ({"tags": ["\ud800"]}, "text_invalid"),
}


@pytest.mark.parametrize("which", TOO_MUCH)
async def test_texts_are_judged_first(which: str, api: Api, p: People) -> None:
    said, code = TOO_MUCH[which]
    for other in (p.ben, p.ada, p.stranger):
        refused = await api.send(p.ada, other, **said)
        assert (refused["success"], refused["code"]) == (False, code)
    assert await api.outgoing(p.ada) == []


async def test_switched_off(api: Api, p: People, site: Site) -> None:
    with site.settings(connections_enabled="false"):
        codes = [(await api.send(p.ada, other))["code"] for other in (p.ada, p.ben, p.stranger)]
        assert codes == ["self_connection", "connections_disabled", "connections_disabled"]


async def test_after_a_rejection_the_moment_to_try_again_is_told(
    api: Api, p: People, site: Site
) -> None:
    request = await asked(api, p)
    await api.act(p.ben, "denyConnectionRequest", requestId=request["id"])
    with site.settings(request_cooldown="1 day"):
        refused = await api.send(p.ada, p.ben)
    assert (refused["success"], refused["code"]) == (False, "cooling_down")
    assert refused["message"] == "It is too early to ask this user again"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z", refused["retryAt"])
    assert refused["retryAt"] > request["createdAt"]


# --- answers ---


async def test_approval_connects(api: Api, p: People, site: Site) -> None:
    request = await asked(api, p, note="my own", tags=["fair"])
    assert await api.counts(p.ada) == (0, 1, 0)
    approved = await api.act(p.ben, "approveConnectionRequest", requestId=request["id"])
    answered = approved.pop("request")
    assert approved == SUCCESS | {"message": "You are now connected"}
    assert (answered["id"], answered["status"]) == (request["id"], "APPROVED")
    assert answered["updatedAt"] == answered["actionedAt"]
    assert (answered["note"], answered["tags"]) == (None, [])  # they are the initiator's
    assert await api.counts(p.ada) == await api.counts(p.ben) == (0, 0, 1)
    assert await api.incoming(p.ben) == []
    (sent,) = await api.outgoing(p.ada)
    assert (sent["status"], sent["note"], sent["tags"]) == ("APPROVED", "my own", ["fair"])
    for person in (p.ada, p.ben):
        assert site.act(person, badges.list_mine())


async def test_a_denial_is_told_to_nobody(api: Api, p: People) -> None:
    request = await asked(api, p, message="hello")
    denied = await api.act(p.ben, "denyConnectionRequest", requestId=request["id"])
    answered = denied.pop("request")
    assert denied == SUCCESS | {"message": "Connection request denied"}
    assert (answered["status"], answered["message"]) == ("DENIED", None)
    assert await api.outgoing(p.ada) == []
    assert await api.status(p.ada, p.ben) == NOTHING
    assert await api.counts(p.ada) == (0, 0, 0)


async def test_a_denial_is_told_where_the_site_says_so(api: Api, p: People, site: Site) -> None:
    with site.settings(reveal_rejections="true"):
        request = await asked(api, p)
        await api.act(p.ben, "denyConnectionRequest", requestId=request["id"])
        assert [sent["status"] for sent in await api.outgoing(p.ada)] == ["DENIED"]


async def test_a_request_is_cancelled(api: Api, p: People) -> None:
    request = await asked(api, p)
    cancelled = await api.act(p.ada, "cancelConnectionRequest", requestId=request["id"])
    answered = cancelled.pop("request")
    assert cancelled == SUCCESS | {"message": "Connection request cancelled"}
    assert answered["status"] == "CANCELLED"
    assert answered["actionedAt"] is not None
    assert await api.incoming(p.ben) == []
    assert await api.outgoing(p.ada) == [answered]


PERMISSION = "You don't have permission to perform this action"
NOT_FOUND = ("request_not_found", "Connection request not found")
WRONG = {
    ("approveConnectionRequest", "ada"): ("not_recipient", PERMISSION),
    ("denyConnectionRequest", "ada"): ("not_recipient", PERMISSION),
    ("cancelConnectionRequest", "ben"): ("not_requester", PERMISSION),
    **{(mutation, "cleo"): NOT_FOUND for mutation in ANSWERS},
}


@pytest.mark.parametrize(("mutation", "who"), WRONG)
async def test_who_may_not_answer(mutation: str, who: str, api: Api, p: People) -> None:
    request = await asked(api, p)
    refused = await api.act(getattr(p, who), mutation, requestId=request["id"])
    assert (refused["success"], refused["request"]) == (False, None)
    assert (refused["code"], refused["message"]) == WRONG[mutation, who]
    assert await api.incoming(p.ben) == [{**request}]


@pytest.mark.parametrize("mutation", [*ANSWERS, "updateConnectionRequestMetadata"])
@pytest.mark.parametrize("id_", ["unknown", "malformed"])
async def test_an_unknown_request(mutation: str, id_: str, api: Api, p: People) -> None:
    said = {"note": "n"} if mutation == "updateConnectionRequestMetadata" else {}
    request = str(uuid4()) if id_ == "unknown" else "{}"
    refused = await api.act(p.ada, mutation, requestId=request, **said)
    assert (refused["code"], refused["message"]) == NOT_FOUND


@pytest.mark.parametrize("mutation", ANSWERS)
async def test_what_is_connected_is_not_answered_again(mutation: str, api: Api, p: People) -> None:
    request = await asked(api, p)
    await api.act(p.ben, "approveConnectionRequest", requestId=request["id"])
    for person in (p.ada, p.ben):
        refused = await api.act(person, mutation, requestId=request["id"])
        assert refused["code"] == "not_pending"
        assert refused["message"] == "This request has already been answered"


@pytest.mark.parametrize("end", ["denyConnectionRequest", "cancelConnectionRequest"])
@pytest.mark.parametrize("mutation", ANSWERS)
async def test_what_has_ended_is_not_found(end: str, mutation: str, api: Api, p: People) -> None:
    request = await asked(api, p)
    who = p.ben if end == "denyConnectionRequest" else p.ada
    assert (await api.act(who, end, requestId=request["id"]))["success"]
    for person in (p.ada, p.ben):
        refused = await api.act(person, mutation, requestId=request["id"])
        assert (refused["code"], refused["message"]) == NOT_FOUND


async def test_what_has_expired(api: Api, p: People, site: Site) -> None:
    request = await asked(api, p)
    with site.settings(request_ttl="0"):
        assert await api.incoming(p.ben) == []
        (sent,) = await api.outgoing(p.ada)
        assert sent["status"] == "EXPIRED"
        assert await api.status(p.ada, p.ben) == NOTHING
        refused = await api.act(p.ben, "approveConnectionRequest", requestId=request["id"])
        assert refused["code"] == "request_expired"
        refused = await api.act(
            p.ada, "updateConnectionRequestMetadata", requestId=request["id"], note="n"
        )
        assert refused["code"] == "request_expired"


# --- updateConnectionRequestMetadata ---


async def test_note_and_tags_are_the_initiators(api: Api, p: People) -> None:
    request = await asked(api, p)
    assert (request["note"], request["tags"]) == (None, [])

    async def change(**said: Any) -> tuple[Any, Any]:
        update = "updateConnectionRequestMetadata"
        changed = await api.act(p.ada, update, requestId=request["id"], **said)
        assert (changed["success"], changed["message"]) == (True, "Connection request updated")
        return changed["request"]["note"], changed["request"]["tags"]

    assert await change(note="met at the fair") == ("met at the fair", [])
    assert await change(tags=["fair", "work"]) == ("met at the fair", ["fair", "work"])
    assert await change() == ("met at the fair", ["fair", "work"])
    assert await change(note=None, tags=None) == ("met at the fair", ["fair", "work"])
    assert await change(note=" ") == (None, ["fair", "work"])
    assert await change(note="n", tags=[]) == ("n", [])
    (seen,) = await api.incoming(p.ben)
    assert (seen["note"], seen["tags"]) == (None, [])


async def test_who_may_not_note(api: Api, p: People) -> None:
    request = await asked(api, p)
    update = "updateConnectionRequestMetadata"

    async def code(person: UUID, **said: Any) -> Any:
        return (await api.act(person, update, requestId=request["id"], **said))["code"]

    assert await code(p.ben, note="n") == "not_requester"
    assert await code(p.cleo, note="n") == "request_not_found"
    assert await code(p.ada, note="x" * 1001) == "text_too_long"
    await api.act(p.ben, "approveConnectionRequest", requestId=request["id"])
    assert await code(p.ada, note="n") == "not_pending"
