"""How often an answer asks the database: once for each list, and once for all people in it."""

from __future__ import annotations

from collections import Counter
from typing import Any

import psycopg
import pytest
from python.ways import People
from support.graphql_api import Api, Site

from amity import connections


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """What the cursors of asynchronous connections execute, without what every transaction says."""
    found: Counter[str] = Counter()
    execute = psycopg.AsyncCursor.execute

    async def counted(cursor: Any, query: Any, *values: Any, **options: Any) -> Any:
        found[" ".join(str(query).split())] += 1
        return await execute(cursor, query, *values, **options)

    monkeypatch.setattr(psycopg.AsyncCursor, "execute", counted)
    return found


def begun(statements: Counter[str]) -> int:
    """How many transactions spoke for a person."""
    return sum(n for query, n in statements.items() if "set_config('request.jwt.claims'" in query)


def asked(statements: Counter[str]) -> list[str]:
    """Which functions and tables were asked, once for each time."""
    ours = [query for query in statements.elements() if "from amity." in query]
    names = [query.partition("from amity.")[2].partition("(")[0].split()[0] for query in ours]
    return sorted(name for name in names if name != "people")


@pytest.fixture
def fifty(site: Site, people: People) -> None:
    """Fifty people have sent Ada a request."""
    ids = site.conn.execute(
        "insert into amity.people (id) select gen_random_uuid() from generate_series(1, 50)"
        " returning id"
    ).fetchall()
    for (person,) in ids:
        site.act(person, connections.request(people.ada))


async def test_a_page_of_requests_with_profiles(
    api: Api, p: People, fifty: None, statements: Counter[str]
) -> None:
    assert len(await api.incoming(p.ada, first=50)) == 50
    assert asked(statements) == ["incoming_requests", "profiles_of"]
    assert begun(statements) == 1
    # these two, who speaks, with which role, and whether they are a person
    assert sum(statements.values()) == 2 + 3


async def test_everything_of_a_screen(
    api: Api, p: People, fifty: None, statements: Counter[str]
) -> None:
    """People are asked for when all lists are there, and notes as well."""
    await api.send(p.ada, p.ben, note="mine")
    statements.clear()
    people = "{ id note tags initiator { name } recipient { name } }"
    await api.ask(
        p.ada,
        "query($ben: ID!) { incoming: getIncomingConnectionRequests " + people + " outgoing:"
        " getOutgoingConnectionRequests " + people + " notifications { actor { name } }"
        " connectionCounts { connections }"
        " checkConnectionOrRequest(userId: $ben) { isConnected } }",
        ben=str(p.ben),
    )
    assert asked(statements) == [
        "connection_status",
        "incoming_requests",
        "labels",
        "notifications",
        "profiles_of",
        "sent_requests",
    ]
    assert begun(statements) == 1


async def test_an_act_is_one_transaction_and_its_people_another(
    api: Api, p: People, statements: Counter[str]
) -> None:
    await api.send(p.ada, p.ben)
    assert asked(statements) == [
        "connection_requests",
        "labels",
        "profiles_of",
        "request_connection",
    ]
    assert begun(statements) == 2


async def test_what_is_not_asked_for_is_not_read(
    api: Api, p: People, fifty: None, statements: Counter[str]
) -> None:
    await api.ask(p.ada, "{ getIncomingConnectionRequests { id status note } }")
    assert asked(statements) == ["incoming_requests"]


async def test_more_than_a_thousand_people(api: Api, p: People, site: Site) -> None:
    ids = site.conn.execute(
        "insert into amity.people (id) select gen_random_uuid() from generate_series(1, 1000)"
        " returning id"
    ).fetchall()
    site.conn.cursor().executemany(
        "insert into amity.connections (requester_id, recipient_id) values (%s, %s)",
        [(person, p.ada) for (person,) in ids],
    )
    assert len(await api.incoming(p.ada, first=1000)) == 1000
