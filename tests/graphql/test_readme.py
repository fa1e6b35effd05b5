"""The recipes of the manual, each put into a site."""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
from frameworks.django_site import Site as DjangoSite
from graphql import parse, validate
from python.ways import People
from serving.process import SECRET, token

import amity.graphql
from amity.graphql.resolvers import schema

pytestmark = pytest.mark.postgres(18)  # the database is asked as anywhere

MANUAL = (Path(amity.graphql.__file__).parent / "README.md").read_text()
COUNTS = {"query": "{ connectionCounts { connections } }"}
DATA = {"data": {"connectionCounts": {"connections": 0}}}


def snippet(name: str) -> str:
    """The code block that the manual says belongs into that file."""
    block = rf"^```python\n(# {re.escape(name)}\n.*?)^```"
    return re.findall(block, MANUAL, re.DOTALL | re.MULTILINE)[0]


@asynccontextmanager
async def visited(
    name: str, database: str, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the site that a snippet makes."""
    monkeypatch.setitem(os.environ, "DATABASE_URL", database)
    monkeypatch.setitem(os.environ, "AMITY_JWT_SECRET", SECRET)
    made: dict[str, Any] = {}
    exec(snippet(name), made)
    app = made["app"]
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://site") as http,
    ):
        yield http


async def test_starlette(database: str, p: People, monkeypatch: pytest.MonkeyPatch) -> None:
    async with visited("starlette_site.py", database, monkeypatch) as http:
        assert (await http.post("/graphql", json=COUNTS)).status_code == 401
        signed_in = {"authorization": f"Bearer {token(p.ada)}"}
        assert (await http.post("/graphql", json=COUNTS, headers=signed_in)).json() == DATA
        assert (await http.get("/graphql")).status_code == 405


async def test_fastapi(database: str, p: People, monkeypatch: pytest.MonkeyPatch) -> None:
    with psycopg.connect(database) as conn:
        conn.execute("create table public.sessions (token text, person_id uuid)")
        conn.execute("insert into public.sessions values ('secret', %s)", [p.ada])
    async with visited("fastapi_site.py", database, monkeypatch) as http:
        assert (await http.post("/graphql", json=COUNTS)).status_code == 401
        http.cookies.set("session", "secret")
        assert (await http.post("/graphql", json=COUNTS)).json() == DATA


IN_DJANGO = """
import asyncio
import httpx
from asgi import application, pool
from django.contrib.auth.models import User
from django.test import Client

client = Client()
client.force_login(User.objects.create(username="ada"))

async def main():
    transport = httpx.ASGITransport(application)
    cookies = {"sessionid": client.cookies["sessionid"].value}
    counts = {"query": "{ connectionCounts { connections } }"}
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as http:
        print((await http.post("/graphql", json=counts)).status_code)
        print((await http.get("/ask/1")).status_code)
        http.cookies.update(cookies)
        print((await http.post("/graphql", json=counts)).text)
    await pool.close()

asyncio.run(main())
"""


@pytest.mark.deep
def test_django(empty_database: str, tmp_path: Path) -> None:
    django = DjangoSite(tmp_path, empty_database)
    django.write("asgi.py", f"import os\nos.environ['DATABASE_URL'] = {empty_database!r}\n")
    django.write("asgi.py", (tmp_path / "asgi.py").read_text() + snippet("asgi.py"))
    django.write("acts.py", IN_DJANGO)
    django.manage("migrate", "-v0")
    said = django.run(tmp_path / "acts.py").splitlines()[-3:]
    assert said[0] == "401"
    assert said[1] == "302"
    assert said[2] == '{"data": {"connectionCounts": {"connections": 0}}}'


def test_the_mutation_of_the_manual_is_in_the_schema() -> None:
    (document,) = re.findall(r"^```graphql\n(.*?)^```", MANUAL, re.DOTALL | re.MULTILINE)
    assert validate(schema, parse(document)) == []
