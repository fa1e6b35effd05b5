"""A client of the GraphQL API, and a way past it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

import httpx
import psycopg
from python.ways import People
from starlette.requests import Request

from amity.speaking import speaking_as

if TYPE_CHECKING:
    from amity.calls import Call

REQUEST = """
    id initiatorUserId recipientUserId status createdAt updatedAt actionedAt
    message expiresAt note tags initiator { id name picture } recipient { id name picture }
"""
# Of a person without a tie.
NOTHING = (False, False, None, None)
RESULT = f"success message code retryAt request {{ {REQUEST} }}"


def who(request: Request) -> str | None:
    """The person that a header names: the tests trust it."""
    return request.headers.get("x-person")


@dataclass(frozen=True)
class Api:
    """A client of the application."""

    http: httpx.AsyncClient

    async def post(self, person: UUID | None, query: str, **variables: Any) -> httpx.Response:
        """What is answered to a document with those variables."""
        headers = {"content-type": "application/json"}
        if person:
            headers["x-person"] = str(person)
        body = json.dumps({"query": query, "variables": variables})
        return await self.http.post("/graphql", content=body, headers=headers)

    async def ask(self, person: UUID | None, query: str, **variables: Any) -> Any:
        """The data of an answer that has no error."""
        answer = (await self.post(person, query, **variables)).json()
        assert "errors" not in answer, answer
        return answer["data"]

    async def act(self, person: UUID | None, mutation: str, **arguments: Any) -> Any:
        """The result of a mutation, whose arguments are ids, texts or lists of texts."""
        return (await self.ask(person, document(mutation, arguments), **arguments))[mutation]

    async def incoming(self, person: UUID | None, **page: Any) -> Any:
        """The requests that wait for an answer."""
        return await self._listed(person, "getIncomingConnectionRequests", page)

    async def outgoing(self, person: UUID | None, **page: Any) -> Any:
        """The requests that were sent."""
        return await self._listed(person, "getOutgoingConnectionRequests", page)

    async def _listed(self, person: UUID | None, name: str, page: dict[str, Any]) -> Any:
        query = f"query($first: Int, $after: ID) {{ {name}(first: $first, after: $after) "
        return (await self.ask(person, f"{query} {{ {REQUEST} }} }}", **page))[name]

    async def status(self, person: UUID | None, other: UUID | str) -> tuple[Any, ...]:
        """What `checkConnectionOrRequest` says, in the order of its fields."""
        query = """
            query($userId: ID!) { checkConnectionOrRequest(userId: $userId) {
                isConnected hasPendingRequest requestDirection requestId
            } }
        """
        found = await self.ask(person, query, userId=str(other))
        return tuple(found["checkConnectionOrRequest"].values())

    async def counts(self, person: UUID | None) -> tuple[int, ...]:
        """Received, sent, connections."""
        query = "{ connectionCounts { pendingReceived pendingSent connections } }"
        return tuple((await self.ask(person, query))["connectionCounts"].values())

    async def send(self, person: UUID, other: UUID | str, **said: Any) -> Any:
        """The result of a request to connect."""
        return await self.act(person, "createConnectionRequest", recipientUserId=str(other), **said)


async def asked(api: Api, p: People, **said: Any) -> Any:
    """Ada's request to Ben."""
    sent = await api.send(p.ada, p.ben, **said)
    assert sent["success"], sent
    return sent["request"]


_TYPES = {"tags": "[String!]", "recipientUserId": "ID!", "requestId": "ID!"}


def document(mutation: str, arguments: dict[str, Any]) -> str:
    """A mutation with those arguments as variables."""
    declared = " ".join(f"${name}: {_TYPES.get(name, 'String')}" for name in arguments)
    given = " ".join(f"{name}: ${name}" for name in arguments)
    return f"mutation({declared}) {{ {mutation}({given}) {{ {RESULT} }} }}"


@dataclass(frozen=True)
class Site:
    """The site's own database connection."""

    conn: psycopg.Connection[Any]

    def act(self, person: UUID, call: Call[Any]) -> Any:
        """What a call gives, made as a person."""
        with speaking_as(self.conn, person):
            return call.on(self.conn)

    @contextmanager
    def settings(self, **values: str | None) -> Iterator[None]:
        """Changes settings for a while."""
        kept = "select name, value from amity.settings where name = any (%s)"
        before = dict(self.conn.execute(kept, [[*values]]).fetchall())
        try:
            self._set(values)
            yield
        finally:
            self._set(before)

    def _set(self, values: Mapping[str, str | None]) -> None:
        for name, value in values.items():
            self.conn.execute("select amity.set_setting(%s, %s)", [name, value])
