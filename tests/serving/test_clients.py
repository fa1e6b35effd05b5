"""The whole story of a request, told by GraphQL clients that are not ours."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from gql import Client, GraphQLRequest
from gql.transport.exceptions import TransportQueryError
from gql.transport.httpx import HTTPXTransport
from python.ways import People
from serving.process import CHECKOUT, Served, token
from support.graphql_api import REQUEST, RESULT, Site
from support.node import NODE

from amity import blocks

pytestmark = pytest.mark.postgres(18)  # the database is asked as anywhere

Ask = Callable[..., Any]


@pytest.fixture
def by_gql(served: Served) -> Ask:
    """gql, which reads the schema first and validates what it sends."""

    def ask(bearer: str, document: str, **variables: Any) -> Any:
        headers = {"authorization": f"Bearer {bearer}"}
        transport = HTTPXTransport(url=f"{served.url}/graphql", headers=headers, timeout=60)
        with Client(transport=transport, fetch_schema_from_transport=True) as session:
            return session.execute(GraphQLRequest(document, variable_values=variables))

    return ask


@pytest.fixture
def by_graphql_request(served: Served) -> Iterator[Ask]:
    """graphql-request, from npm."""
    code = (Path(__file__).parent / "client.mjs").read_text()
    node = subprocess.Popen(
        [NODE, "--input-type=module", "-e", code],
        cwd=CHECKOUT / ".venv",  # where node finds its modules
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )

    def ask(bearer: str, document: str, **variables: Any) -> Any:
        assert node.stdin
        assert node.stdout
        said = {
            "url": f"{served.url}/graphql",
            "token": bearer,
            "document": document,
            "variables": variables,
        }
        print(json.dumps(said), file=node.stdin, flush=True)
        answer = json.loads(node.stdout.readline())
        if "errors" in answer:
            raise TransportQueryError("", errors=answer["errors"])
        return answer["data"]

    yield ask
    node.communicate()


@pytest.fixture(params=["gql", "graphql-request"])
def ask(request: pytest.FixtureRequest) -> Ask:
    """Either client."""
    found: Ask = request.getfixturevalue(f"by_{request.param.replace('-', '_')}")
    return found


LIST = f"query($first: Int) {{ requests: %s(first: $first) {{ {REQUEST} }} }}"
INCOMING, OUTGOING = (LIST % f"get{which}ConnectionRequests" for which in ("Incoming", "Outgoing"))
STATUS = """
query($id: ID!) { status: checkConnectionOrRequest(userId: $id) {
  isConnected hasPendingRequest requestDirection
} }
"""
COUNTS = "{ counts: connectionCounts { pendingReceived pendingSent connections } }"


def test_the_story_of_a_request(ask: Ask, p: People, site: Site) -> None:
    ada, ben, cleo, dan = map(token, (p.ada, p.ben, p.cleo, p.dan))

    def act(who: str, name: str, id_: Any) -> Any:
        argument = "recipientUserId" if name.startswith("create") else "requestId"
        document = f"mutation($id: ID!) {{ done: {name}({argument}: $id) {{ {RESULT} }} }}"
        return ask(who, document, id=str(id_))["done"]

    def refused(*what: Any) -> str:
        done = act(*what)
        assert done["success"] is False
        return str(done["message"])

    def status(who: str, other: Any) -> list[Any]:
        return [*ask(who, STATUS, id=str(other))["status"].values()]

    def counts(who: str) -> list[int]:
        return [*ask(who, COUNTS)["counts"].values()]

    # sent
    sent = act(ada, "createConnectionRequest", p.ben)
    assert (sent["success"], sent["message"]) == (True, "Connection request sent")
    id_ = sent["request"]["id"]
    assert refused(ada, "createConnectionRequest", p.ben) == "Connection request already sent"
    assert refused(ada, "createConnectionRequest", p.ada) == "You cannot connect with yourself"
    assert refused(ada, "createConnectionRequest", p.stranger) == "User not found"
    assert status(ada, p.ben) == [False, True, "outgoing"]
    assert status(ben, p.ada) == [False, True, "incoming"]
    assert [one["id"] for one in ask(ben, INCOMING)["requests"]] == [id_]
    assert [one["status"] for one in ask(ada, OUTGOING, first=5)["requests"]] == ["PENDING"]
    assert [counts(ada), counts(ben)] == [[0, 1, 0], [1, 0, 0]]

    # answered
    no_permission = "You don't have permission to perform this action"
    assert refused(ada, "approveConnectionRequest", id_) == no_permission
    assert refused(ben, "cancelConnectionRequest", id_) == no_permission
    assert refused(cleo, "approveConnectionRequest", id_) == "Connection request not found"
    approved = act(ben, "approveConnectionRequest", id_)
    assert (approved["success"], approved["request"]["status"]) == (True, "APPROVED")
    answered = "This request has already been answered"
    assert refused(ben, "denyConnectionRequest", id_) == answered
    connected = "You are already connected with this user"
    assert refused(ben, "createConnectionRequest", p.ada) == connected
    assert status(ada, p.ben) == status(ben, p.ada) == [True, False, None]
    assert [counts(ada), counts(ben)] == [[0, 0, 1], [0, 0, 1]]

    # denied, cancelled, crossed
    denied = act(cleo, "createConnectionRequest", p.ada)["request"]["id"]
    assert act(ada, "denyConnectionRequest", denied)["request"]["status"] == "DENIED"
    assert ask(cleo, OUTGOING)["requests"] == []
    cancelled = act(ada, "createConnectionRequest", p.dan)["request"]["id"]
    assert act(ada, "cancelConnectionRequest", cancelled)["request"]["status"] == "CANCELLED"
    assert refused(dan, "approveConnectionRequest", cancelled) == "Connection request not found"
    assert act(dan, "createConnectionRequest", p.ada)["success"]
    assert act(ada, "createConnectionRequest", p.dan)["message"] == "You are now connected"
    assert counts(ada) == [0, 0, 2]

    # blocked
    site.act(p.ben, blocks.block(p.ada))
    assert refused(ada, "createConnectionRequest", p.ben) == "User not found"
    assert refused(ben, "createConnectionRequest", p.ada) == "You have blocked this user"
    assert status(ada, p.ben) == [False, False, None]

    # signed out
    with pytest.raises(TransportQueryError) as error:
        ask("no token", COUNTS)
    assert error.value.errors
    assert error.value.errors[0]["extensions"]["code"] == "UNAUTHENTICATED"
