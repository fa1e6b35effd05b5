"""Sign-in by a third party, whose `sub` is no uuid: the recipe of python/README.md."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from typer.testing import CliRunner

from amity import blocks, connections, people, relations, speaking_as
from amity.command import app
from amity.errors import SignedOut

Conn = psycopg.Connection[Any]

README = Path(__file__).parents[2] / "python" / "README.md"
ACCOUNTS = """
create table public.accounts (id serial primary key, external_id text not null unique);
insert into public.accounts (external_id) values ('user_2ada'), ('auth0|ben');
select amity.attach_people('public.accounts', 'external_id');
"""


@pytest.fixture
def site(conn: Conn) -> Conn:
    (recipe,) = re.findall(
        r"^```sql\n(create or replace function amity.me.*?)^```",
        README.read_text(),
        re.MULTILINE | re.DOTALL,
    )
    conn.execute(ACCOUNTS + recipe)
    return conn


def of(conn: Conn, key: str) -> UUID:
    found = people.of(key).on(conn)
    assert found
    return found


def ask_as(conn: Conn, sub: str, query: str, *values: Any) -> Any:
    """What PostgREST's transaction for a token of that `sub` gives."""
    with conn.transaction():
        conn.execute("set local role authenticated")
        claims = json.dumps({"sub": sub, "role": "authenticated"})
        conn.execute("select set_config('request.jwt.claims', %s, true)", [claims])
        return conn.execute(query.encode(), values).fetchall()


def test_a_client_speaks_and_finds_by_the_keys_that_it_has(site: Conn) -> None:
    ada, ben = of(site, "user_2ada"), of(site, "auth0|ben")
    assert ask_as(site, "user_2ada", "select amity.me()") == [(ada,)]
    assert ask_as(site, "user_2ada", "select id from amity.people") == [(ada,)]
    asked = ask_as(
        site,
        "user_2ada",
        "insert into amity.connections (recipient_id) values (amity.find_person(%s))"
        " returning requester_id, recipient_id",
        "auth0|ben",
    )
    assert asked == [(ada, ben)]
    assert ask_as(site, "auth0|ben", "select requester_id from amity.connections") == [(ada,)]
    ask_as(site, "auth0|ben", "select amity.block(%s)", ada)
    assert ask_as(site, "user_2ada", "select amity.find_person('auth0|ben')") == [(None,)]
    site.execute("insert into public.accounts (external_id) values ('new')")
    assert ask_as(site, "new", "select amity.me()") == [(of(site, "new"),)]


def test_a_back_end_speaks_by_the_id(site: Conn) -> None:
    ada, ben = of(site, "user_2ada"), of(site, "auth0|ben")
    with speaking_as(site, ada):
        assert relations.find("auth0|ben").on(site) == ben
        connections.request(ben).on(site)
    with speaking_as(site, ben):
        blocks.block(ada).on(site)
        assert relations.find("user_2ada").on(site) == ada


@pytest.mark.parametrize("sub", ["user_nobody", "7", "", "00000000-0000-4000-8000-000000000000"])
def test_an_unknown_sub_is_signed_out(sub: str, site: Conn) -> None:
    assert ask_as(site, sub, "select amity.me()") == [(None,)]
    with pytest.raises(psycopg.DatabaseError) as refused:
        ask_as(
            site,
            sub,
            "insert into amity.connections (recipient_id) values (%s)",
            of(site, "auth0|ben"),
        )
    assert refused.value.diag.message_detail == SignedOut.slug


def test_the_doctor_knows_the_seam(site: Conn, database: str) -> None:
    done = CliRunner().invoke(app, ["doctor", "--json", database])
    found = json.loads(done.stdout)
    assert found["healthy"], done.stdout
    notes = [each["message"] for each in found["checks"]["definitions"]]
    assert notes == ["the function amity.me() differs from the migrations"]
