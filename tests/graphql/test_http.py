"""What is no request of a person is answered as a GraphQL error, and never in words of Postgres."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import psycopg
import pytest
from graphql import get_introspection_query
from psycopg import IsolationLevel
from psycopg_pool import AsyncConnectionPool
from python.ways import People
from starlette.requests import Request
from support.graphql_api import Api, Site, who

import amity.graphql
from amity import connections
from amity.graphql.limits import Limits

COUNTS = "{ connectionCounts { connections } }"
SIGNED_OUT = {
    "errors": [{"message": "You are signed out", "extensions": {"code": "UNAUTHENTICATED"}}]
}


@asynccontextmanager
async def served(url: str, **options: Any) -> AsyncIterator[Api]:
    """A client of an application with options of its own."""
    async with AsyncConnectionPool(url, min_size=0, max_size=4, open=False) as pool:
        app = amity.graphql.app(pool, **{"who": who} | options)
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://site") as http:
            yield Api(http)


def messages(answer: httpx.Response) -> list[str]:
    return [error["message"] for error in answer.json()["errors"]]


@pytest.mark.parametrize("query", [COUNTS, "{ __typename }", get_introspection_query(), "{"])
async def test_signed_out(query: str, api: Api) -> None:
    answer = await api.post(None, query)
    assert (answer.status_code, answer.json()) == (401, SIGNED_OUT)


@pytest.mark.parametrize("speaker", ["", "ada", "'; select", "\x7f"])
async def test_what_is_no_id_is_signed_out(speaker: str, database: str) -> None:
    async with served(database, who=lambda _: speaker) as api:
        assert (await api.post(None, COUNTS)).json() == SIGNED_OUT


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(COUNTS, id="read"),
        pytest.param(
            'mutation { createConnectionRequest(recipientUserId: "x") { success } }', id="act"
        ),
    ],
)
async def test_who_has_not_joined(document: str, api: Api, p: People, site: Site) -> None:
    answer = await api.post(p.stranger, document)
    assert answer.json()["data"] is None
    (error,) = answer.json()["errors"]
    assert (error["message"], error["extensions"]) == (
        "You have not joined yet",
        {"code": "not_joined"},
    )
    known = site.conn.execute(
        "select message, status from amity_private.refusals where slug = 'not_joined'"
    )
    assert known.fetchone() == (error["message"], 403)


async def test_who_may_be_asynchronous_and_give_claims(database: str, p: People) -> None:
    async def claims(request: Request) -> dict[str, Any]:
        return {"sub": str(p.ada), "tenant": 7}

    async with served(database, who=claims) as api:
        assert await api.counts(None) == (0, 0, 0)
    async with served(database, who=lambda request: p.ada) as api:
        assert await api.counts(None) == (0, 0, 0)


BODIES: dict[str, tuple[bytes, int]] = {
    "no JSON": (b"{", 400),
    "deep JSON": (b"[" * 60_000, 400),
    "a list": (b'[{"query": "{__typename}"}]', 400),
    "no query": (b'{"variables": {}}', 400),
    "a query that is no text": (b'{"query": 1}', 400),
    "an empty query": (b'{"query": ""}', 400),
    "no document": (b'{"query": "{"}', 400),
    "deep": (json.dumps({"query": "{a" * 20_000}).encode(), 400),
    "an unknown field": (b'{"query": "{ passwords }"}', 400),
    "two operations": (b'{"query": "query A {__typename} query B {__typename}"}', 400),
    "variables that are no object": (b'{"query": "{__typename}", "variables": [1]}', 400),
    "a surrogate": (b'{"query": "{ \\ud800 }"}', 400),
    "no UTF-8": (b'{"query": "\xff"}', 400),
    "a zero": (b'{"query": "{ __typename \\u0000 }"}', 400),
    "a subscription": (b'{"query": "subscription { x }"}', 400),
    "as long as can be": (b" " * 65_536, 400),
    "too long": (b" " * 65_537, 413),
}


@pytest.mark.parametrize("which", BODIES)
async def test_what_is_no_request(which: str, api: Api, p: People) -> None:
    body, status = BODIES[which]
    headers = {"x-person": str(p.ada), "content-type": "application/json"}
    answer = await api.http.post("/graphql", content=body, headers=headers)
    assert answer.status_code == status
    assert messages(answer)
    assert "data" not in answer.json()
    assert "Something went wrong" not in answer.text


@pytest.mark.parametrize("media", ["", "text/plain", "application/x-www-form-urlencoded"])
async def test_a_form_of_another_site_is_refused(media: str, api: Api, p: People) -> None:
    headers = {"x-person": str(p.ada), "content-type": media}
    content = json.dumps({"query": COUNTS})
    answer = await api.http.post("/graphql", content=content, headers=headers)
    assert answer.status_code == 415


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
async def test_only_post_is_answered(method: str, api: Api) -> None:
    answer = await api.http.request(method, "/graphql?query={__typename}")
    assert answer.status_code == 405


@pytest.mark.parametrize("media", ["application/json", "application/graphql-response+json"])
async def test_the_answer_is_of_the_type_that_is_asked_for(media: str, api: Api, p: People) -> None:
    headers = {"x-person": str(p.ada), "accept": f"{media};charset=utf-8"}
    answer = await api.http.post("/graphql", json={"query": COUNTS}, headers=headers)
    assert answer.headers["content-type"] == media
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"


TOO_MUCH = {
    "levels": "{ a { b { c { d { e { f { g { h { i } } } } } } } } }",
    "levels, by fragments": "{ a { ...F } }"
    " fragment F on X { b { c { d { e { f { g { h { i } } } } } } } }",
    "root fields": "{" + "__typename " * 21 + "}",
    "aliases": "{ connectionCounts {" + " ".join(f"a{n}: connections" for n in range(21)) + "} }",
    "fields": "{ connectionCounts {" + "connections " * 201 + "} }",
    "fields, in a fragment that is not used": "{ __typename } fragment F on ConnectionCounts {"
    + "connections " * 201
    + "}",
    "fields, by fragments": "{ connectionCounts { ...A } }"
    " fragment A on ConnectionCounts { ...B ...B ...B ...B ...B ...B ...B }"
    " fragment B on ConnectionCounts { ...C ...C ...C ...C ...C ...C ...C }"
    " fragment C on ConnectionCounts { connections pendingSent pendingReceived }",
    "fragments without a field": "{ ...A } "
    + " ".join(
        f"fragment {name} on Query {{ {' '.join(f'...{other}' for other in 'ABCDEFGHIJ')} }}"
        for name in "ABCDEFGHIJ"
    ),
    "tokens": "{ connectionCounts(" + "a: 1 " * 3000 + ") }",
}


@pytest.mark.parametrize("which", TOO_MUCH)
async def test_a_query_has_limits(which: str, api: Api, p: People) -> None:
    answer = await api.post(p.ada, TOO_MUCH[which])
    assert answer.status_code == 400
    (message,) = messages(answer)
    assert "more than" in message


def test_limits_let_pass_what_is_within_them() -> None:
    limits = Limits()
    for query in (
        "{ a { b { c { d { e { f { g { h } } } } } } } }",
        "{" + " ".join(f"a{n}: __typename" for n in range(20)) + "}",
        "{ connectionCounts {" + "connections " * 199 + "} }",
        get_introspection_query(),
    ):
        assert limits.parse(query)


async def test_introspection_is_limited_as_well(api: Api, p: People) -> None:
    deep = "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }"
    answer = await api.post(p.ada, deep)
    assert answer.status_code == 400
    assert messages(answer) == ["Maximum introspection depth exceeded"]


async def test_introspection_can_be_off(database: str, api: Api, p: People) -> None:
    assert await api.ask(p.ada, get_introspection_query())
    async with served(database, introspection=False) as closed:
        assert (await closed.post(p.ada, get_introspection_query())).status_code == 400
        assert await closed.counts(p.ada) == (0, 0, 0)


async def test_a_failure_is_told_without_words_of_postgres(
    api: Api, p: People, site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    """Such as a trigger of the site that fails; what happened is in the log."""
    site.conn.execute(
        "create function public.fail() returns trigger language plpgsql as"
        " $$begin raise exception 'secret %', new.id; end$$;"
        "create trigger fail before insert on amity.connections"
        f" for each row when (new.recipient_id = '{p.dan}') execute function public.fail()"
    )
    send = 'mutation { createConnectionRequest(recipientUserId: "%s") { success } }'
    answer = await api.post(p.ada, send % p.dan)
    site.conn.execute("drop function public.fail() cascade")
    assert (answer.status_code, answer.json()["data"]) == (200, None)
    (error,) = answer.json()["errors"]
    assert error["message"] == "Something went wrong"
    assert "secret" not in answer.text
    assert "secret" in caplog.text
    assert (await api.send(p.ada, p.ben))["success"]


async def test_a_statement_has_a_limit(
    database: str, p: People, site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    site.act(p.ada, connections.request(p.ben))
    lock = psycopg.connect(database)
    lock.execute("select from amity.connections where requester_id = %s for update", [p.ada])
    async with served(database, statement_seconds=0.1) as api:
        (request,) = await api.incoming(p.ben)
        approve = 'mutation { approveConnectionRequest(requestId: "%s") { success } }'
        answer = await api.post(p.ben, approve % request["id"])
        assert messages(answer) == ["Something went wrong"]
        lock.close()
        assert (await api.post(p.ben, approve % request["id"])).json()["data"]


async def test_a_server_that_is_lost(p: People, caplog: pytest.LogCaptureFixture) -> None:
    async with (
        AsyncConnectionPool(
            "host=/nowhere", min_size=0, max_size=1, open=False, timeout=0.2
        ) as pool,
        httpx.AsyncClient(
            transport=httpx.ASGITransport(amity.graphql.app(pool, who=who)), base_url="http://site"
        ) as http,
    ):
        answer = await Api(http).post(p.ada, COUNTS)
    assert messages(answer) == ["Something went wrong"]
    assert "nowhere" not in answer.text


@pytest.mark.parametrize("autocommit", [False, True])
async def test_a_pool_of_the_site_stays_as_it_is(
    autocommit: bool, database: str, p: People
) -> None:
    """Whatever it has configured, a request is a transaction at READ COMMITTED."""

    async def configure(conn: psycopg.AsyncConnection[Any]) -> None:
        await conn.set_autocommit(autocommit)
        await conn.set_isolation_level(IsolationLevel.SERIALIZABLE)

    async with AsyncConnectionPool(
        database, min_size=1, max_size=1, open=False, configure=configure
    ) as pool:
        transport = httpx.ASGITransport(amity.graphql.app(pool, who=who))
        async with httpx.AsyncClient(transport=transport, base_url="http://site") as http:
            api = Api(http)
            assert (await api.send(p.ada, p.ben))["success"]
            assert not (await api.send(p.ada, p.ada))["success"]
            assert await api.counts(p.ada) == (0, 1, 0)
        async with pool.connection() as conn:
            assert (conn.autocommit, conn.isolation_level) == (
                autocommit,
                IsolationLevel.SERIALIZABLE,
            )
            row = await (await conn.execute("select current_user, amity.me()")).fetchone()
            assert row == ("postgres", None)


async def test_each_act_of_a_request_is_committed(api: Api, p: People) -> None:
    """They run in order; what one is refused does not undo another."""
    send = "createConnectionRequest(recipientUserId: $%s) { success code }"
    document = (
        f"mutation($a: ID!, $b: ID!) {{ a: {send % 'a'} again: {send % 'a'} b: {send % 'b'} }}"
    )
    done = await api.ask(p.ada, document, a=str(p.ben), b=str(p.cleo))
    assert [act["code"] for act in done.values()] == [None, "pending_request", None]
    assert await api.counts(p.ada) == (0, 2, 0)


async def test_a_request_holds_one_connection_at_a_time(database: str, p: People) -> None:
    """Of many that held one and waited for another, each would wait for the others."""
    async with AsyncConnectionPool(database, min_size=0, max_size=1, open=False, timeout=5) as pool:
        transport = httpx.ASGITransport(amity.graphql.app(pool, who=who))
        async with httpx.AsyncClient(transport=transport, base_url="http://site") as http:
            send = (
                "createConnectionRequest(recipientUserId: $%s)"
                " { success request { recipient { name } } }"
            )
            document = f"mutation($a: ID!, $b: ID!) {{ a: {send % 'a'} b: {send % 'b'} }}"
            done = await Api(http).ask(p.ada, document, a=str(p.ben), b=str(p.cleo))
            assert [act["success"] for act in done.values()] == [True, True]


async def test_a_field_that_fails_leaves_no_connection_behind(
    database: str, p: People, caplog: pytest.LogCaptureFixture
) -> None:
    async with AsyncConnectionPool(database, min_size=0, max_size=1, open=False) as pool:
        transport = httpx.ASGITransport(amity.graphql.app(pool, who=who))
        async with httpx.AsyncClient(transport=transport, base_url="http://site") as http:
            api = Api(http)
            wrong = "wrong: getIncomingConnectionRequests(first: -1) { id }"
            for _ in range(3):
                both = f"{{ connectionCounts {{ connections }} {wrong} }}"
                assert messages(await api.post(p.ada, both)) == ["first is from 0 to 1000"]
            assert await api.counts(p.ada) == (0, 0, 0)
