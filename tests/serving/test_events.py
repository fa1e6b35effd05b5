"""`/events`: what a person is told, as it happens, without a gap."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from uuid import UUID

import httpx
import psycopg
import pytest
from python.ways import People
from serving.process import Served, serving, token
from support.graphql_api import Site
from support.patience import PATIENCE

from amity import blocks, connections, follows, notifications, speaking_as

pytestmark = pytest.mark.postgres(18)  # the database is asked as anywhere


class Stream:
    """The events of a response, one after the other."""

    def __init__(self, response: httpx.Response) -> None:
        self._lines = response.iter_lines()
        self.status = response.status_code

    def next(self) -> dict[str, str]:
        """The fields of the next event; comments are left out."""
        event: dict[str, str] = {}
        for line in self._lines:
            name, _, value = line.partition(": ")
            if line and name:
                event[name] = value
            elif event:
                return event
        return event


@contextmanager
def stream(served: Served, person: UUID, last: str = "", **claims: Any) -> Iterator[Stream]:
    """Opens a stream of a person's events."""
    headers = {"authorization": f"Bearer {token(person, **claims)}"}
    if last:
        headers["last-event-id"] = last
    with httpx.stream("GET", f"{served.url}/events", headers=headers, timeout=PATIENCE) as response:
        yield Stream(response)


def test_what_happens_is_told(served: Served, p: People, site: Site) -> None:
    with stream(served, p.ada) as events, stream(served, p.cleo) as others:
        request = site.act(p.ben, connections.request(p.ada))
        event = events.next()
        (told,) = site.act(p.ada, notifications.mine())
        assert (event["event"], event["id"]) == ("request_received", str(told.id))
        data = json.loads(event["data"])
        assert data.pop("createdAt").endswith("Z")
        assert data == {
            "id": str(told.id),
            "kind": "request_received",
            "actorId": str(p.ben),
            "subjectId": str(request.id),
            "readAt": None,
        }
        site.act(p.cleo, follows.follow(p.ada))
        assert events.next()["event"] == "followed"
        site.act(p.ada, follows.follow(p.cleo))
        assert json.loads(others.next()["data"])["actorId"] == str(p.ada)


def test_a_stream_resumes_without_a_gap(
    served: Served, p: People, site: Site, database: str
) -> None:
    with psycopg.connect(database) as slow:
        with speaking_as(slow, p.ben):
            follows.follow(p.ada).on(slow)  # and it is committed later
        with stream(served, p.ada) as events:
            site.act(p.cleo, follows.follow(p.ada))
            site.act(p.dan, follows.follow(p.ada))
            seen = [events.next() for _ in range(2)]
        slow.commit()
    request = site.act(p.cleo, connections.request(p.ada))
    with stream(served, p.ada, last=seen[-1]["id"]) as events:
        missed = [json.loads(events.next()["data"]) for _ in range(2)]
        site.act(p.dan, connections.request(p.ada))
        missed.append(json.loads(events.next()["data"]))
    assert [one["actorId"] for one in missed] == [str(p.ben), str(p.cleo), str(p.dan)]
    assert missed[1]["subjectId"] == str(request.id)


def test_many_at_once_are_told_once_each(served: Served, p: People, site: Site) -> None:
    with site.conn.transaction():
        site.conn.execute("set local session_replication_role = replica")
        site.conn.execute(
            "insert into amity.notifications (person_id, kind, actor_id, subject_id)"
            " select %s, 'followed', gen_random_uuid(), gen_random_uuid()"
            " from generate_series(1, 250)",
            [p.ada],
        )
    with stream(served, p.ada) as events:
        ids = [json.loads(events.next()["data"])["id"] for _ in range(250)]
        assert len({*ids}) == 250
        site.act(p.ben, follows.follow(p.ada))
        last = events.next()
        assert json.loads(last["data"])["actorId"] == str(p.ben)
    assert len(last["id"]) < 4000  # it has to fit into a header


def test_what_was_read_or_is_gone_is_not_told(served: Served, p: People, site: Site) -> None:
    site.act(p.ben, follows.follow(p.ada))
    site.act(p.ada, notifications.read())
    site.act(p.cleo, follows.follow(p.ada))
    site.act(p.cleo, blocks.block(p.ada))
    site.act(p.dan, follows.follow(p.ada))
    with stream(served, p.ada) as events:
        assert json.loads(events.next()["data"])["actorId"] == str(p.dan)


def test_a_stream_ends_with_its_token(served: Served, p: People, site: Site) -> None:
    began = time.monotonic()
    with stream(served, p.ada, exp=time.time() + 2) as events:
        site.act(p.ben, follows.follow(p.ada))
        assert events.next()["event"] == "followed"
        assert events.next() == {}
    assert time.monotonic() - began < 20


def test_no_stream_without_a_person(served: Served, p: People) -> None:
    with served.http() as http:
        assert http.get("/events").status_code == 401
    with served.http(p.stranger) as http:
        answer = http.get("/events")
        assert answer.status_code == 403
        assert answer.json()["errors"][0]["extensions"] == {"code": "not_joined"}


@pytest.mark.deep
def test_streams_are_limited_and_end_with_the_process(database: str, p: People) -> None:
    with serving(database, "--max-streams", "1") as served:
        with served.http(p.stranger) as http:
            assert http.get("/events").status_code == 403  # and takes no place
        with stream(served, p.ada), served.http(p.ben) as http:
            assert http.get("/events").status_code == 503
        deadline = time.monotonic() + 10
        with served.http(p.ben) as http:
            while time.monotonic() < deadline:  # the server sees that the client has gone
                with http.stream("GET", "/events") as again:
                    if again.status_code == 200:
                        break
                time.sleep(0.05)
            assert again.status_code == 200
        with stream(served, p.ada) as events:
            began = time.monotonic()
            served.process.terminate()
            with suppress(httpx.RemoteProtocolError):  # it is cut off
                assert events.next() == {}
            served.process.wait(timeout=10)
            assert time.monotonic() - began < 10


@pytest.mark.deep
def test_a_lost_server_is_found_again(database: str, p: People, site: Site) -> None:
    with serving(database) as served, stream(served, p.ada) as events:
        site.conn.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()"
            " and datname = current_database() and backend_type = 'client backend'"
        )
        site.act(p.ben, follows.follow(p.ada))
        assert events.next()["event"] == "followed"
        assert served.ask("{ __typename }", token(p.ada)).status_code == 200
