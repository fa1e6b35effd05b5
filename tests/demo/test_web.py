"""`amity demo --web`: two people in a browser, what the database did, and nothing left behind."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import networkx as nx
import pytest
import pytest_asyncio
from demo.test_command import server_of, start
from starlette.applications import Starlette
from support.callers import comes_true, is_gone, line_from
from support.patience import PATIENCE
from typer.testing import CliRunner

from amity import servers
from amity.command import app as command
from amity.demo.web import site
from amity.demo.web.club import IDS, Club, found
from amity.demo.web.story import STORY

JSON = {"content-type": "application/json"}
REQUEST = """
mutation($to: ID!) {
  createConnectionRequest(recipientUserId: $to) { success code message request { id status } }
}
"""


@pytest.fixture(scope="module")
def club_url() -> Iterator[str]:
    """A server of its own: each round is a database."""
    with servers.throwaway() as server:
        found(server.url, list(nx.karate_club_graph().edges), lambda *_: None)
        yield server.url


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site, "_PAUSE", 0)


@pytest.fixture
def club(club_url: str) -> Club:
    return Club(club_url)


@pytest_asyncio.fixture
async def client(club: Club) -> AsyncIterator[httpx.AsyncClient]:
    served = site.app(club)
    async with (
        running(served),
        httpx.AsyncClient(
            transport=httpx.ASGITransport(served), base_url="http://127.0.0.1"
        ) as client,
    ):
        yield client


@asynccontextmanager
async def running(served: Starlette) -> AsyncIterator[None]:
    async with served.router.lifespan_context(served):
        yield


async def act(client: httpx.AsyncClient, panel: str, to: str) -> dict[str, Any]:
    body = {"query": REQUEST, "variables": {"to": str(IDS[to])}}
    answer = await client.post(f"/as/{panel}/graphql", json=body)
    result: dict[str, Any] = answer.json()["data"]["createConnectionRequest"]
    return result


async def heard(club: Club, enough: Callable[[list[dict[str, Any]]], bool]) -> list[dict[str, Any]]:
    """What happens from now on, until that is enough."""
    told: list[dict[str, Any]] = []
    async with asyncio.timeout(PATIENCE):
        async for each in club.happenings():
            told.append(each)
            if enough(told):
                break
    return told


def was_refused(told: list[dict[str, Any]]) -> bool:
    return "refused" in told[-1]


async def test_what_one_does_the_other_sees(club: Club, client: httpx.AsyncClient) -> None:
    asked = await act(client, "mr_hi", "John A.")
    assert (asked["success"], asked["request"]["status"]) == (True, "PENDING")
    crossed = await act(client, "john_a", "Mr. Hi")
    assert crossed["request"] == {"id": asked["request"]["id"], "status": "APPROVED"}
    ties = (await client.get("/network")).json()["ties"]
    (tie,) = [each for each in ties if each["id"] == asked["request"]["id"]]
    assert tie["status"] == "accepted"


async def test_what_the_database_did_is_told_when_it_is_committed(
    club: Club, client: httpx.AsyncClient
) -> None:
    listening = asyncio.create_task(heard(club, lambda told: len(told) == 3))
    await asyncio.sleep(0)
    await act(client, "mr_hi", "John A.")
    told = await listening
    assert {each["table"] for each in told} == {
        "connections",
        "connections_history",
        "notifications",
    }
    rows = {each["table"]: each["row"] for each in told}
    assert rows["connections"]["status"] == "pending"
    assert rows["connections_history"]["action"] == "requested"
    assert rows["notifications"]["person_id"] == str(IDS["John A."])


async def test_a_refusal_is_told(club: Club, client: httpx.AsyncClient) -> None:
    john_a = IDS["John A."]
    assert (await client.post(f"/as/mr_hi/block/{john_a}", headers=JSON)).status_code == 204
    listening = asyncio.create_task(heard(club, was_refused))
    await asyncio.sleep(0)
    refused = await act(client, "john_a", "Mr. Hi")
    assert (refused["success"], refused["message"]) == (False, "User not found")
    told = (await listening)[-1]
    assert told == {"refused": "person_not_found", "who": "John A.", "message": "User not found"}
    (first, *_) = (await client.get("/as/mr_hi/people")).json()
    assert (first["name"], first["blocking"]) == ("John A.", True)
    await client.post(f"/as/mr_hi/unblock/{john_a}", headers=JSON)
    (first, *_) = (await client.get("/as/mr_hi/people")).json()
    assert first["blocking"] is False


async def test_the_story_plays_and_starts_over(club: Club, client: httpx.AsyncClient) -> None:
    before = (await client.get("/network")).json()
    listening = asyncio.create_task(heard(club, was_refused))
    await asyncio.sleep(0)
    await client.post("/story", headers=JSON)
    told = await listening
    assert [each["step"] for each in told if "step" in each] == [step.sentence for step in STORY]
    acts = {(each["table"], each["act"]) for each in told if "table" in each}
    assert {("blocks", "insert"), ("connections", "delete"), ("follows", "insert")} <= acts
    assert told[-1]["who"] == "John A."
    await client.post("/start-over", headers=JSON)
    after = (await client.get("/network")).json()
    assert after == before
    assert len(after["ties"]) == 78


async def test_the_page_of_another_site_gets_nothing_in(client: httpx.AsyncClient) -> None:
    rebound = await client.get("/network", headers={"host": "evil.example"})
    assert rebound.status_code == 400
    for path in ("/start-over", "/story", f"/as/mr_hi/block/{IDS['John A.']}"):
        posted = await client.post(path, headers={"content-type": "text/plain"})
        assert posted.status_code == 415
    posted = await client.post("/as/mr_hi/graphql", content=json.dumps({"query": "{__typename}"}))
    assert posted.status_code == 415


async def test_the_page_and_its_files_are_there(client: httpx.AsyncClient) -> None:
    for path, media in {
        "/": "text/html",
        "/page.css": "text/css",
        "/page.js": "text/javascript",
        "/components/amity.js": "text/javascript",
    }.items():
        answer = await client.get(path)
        assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (200, media)
    for path in ("/site.py", "/as/ada/people"):
        assert (await client.get(path)).status_code == 404
    for path in ("/as/ada/block", "/as/mr_hi/marry"):
        posted = await client.post(f"{path}/{IDS['John A.']}", headers=JSON)
        assert posted.status_code == 404


@pytest.mark.parametrize(
    "end",
    [
        pytest.param(signal.SIGINT, id="Ctrl-C"),
        pytest.param(signal.SIGTERM, id="SIGTERM", marks=pytest.mark.deep),
    ],
)
def test_nothing_is_left_of_it(end: signal.Signals) -> None:
    demo = start("--web", PYTHONWARNINGS="ignore::ResourceWarning")
    url = line_from(demo.stdout)
    assert url.startswith("http://127.0.0.1:")
    assert comes_true(lambda: httpx.get(f"{url}/network").status_code == 200)
    postmaster, directory = server_of(demo)
    demo.send_signal(end)
    _, complaints = demo.communicate(timeout=PATIENCE)
    assert demo.returncode == (130 if end == signal.SIGINT else 0)
    assert complaints == ""
    assert comes_true(lambda: is_gone(postmaster))
    assert comes_true(lambda: not directory.exists())


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in [name for name in sys.modules if name.startswith("amity.demo.web")]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, "sse_starlette", None)
    told = CliRunner().invoke(command, ["demo", "--web"])
    assert (told.exit_code, told.stdout) == (1, "")
    assert "amity demo --web needs sse_starlette" in told.stderr


def test_a_port_that_is_taken_is_said() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "http.server", "0", "--bind", "127.0.0.1"],
        stdout=subprocess.PIPE,
        text=True,
        env={"PYTHONUNBUFFERED": "1"},
    ) as other:
        port = line_from(other.stdout).split("port ")[1].split()[0]
        told = CliRunner().invoke(command, ["demo", "--web", "--port", port])
        other.terminate()
    assert told.exit_code == 1
    assert told.stderr.startswith(f"Cannot listen on http://127.0.0.1:{port}")
