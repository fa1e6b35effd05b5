"""A site that lies or is broken does no harm: a sentence, and nothing is written."""

from __future__ import annotations

import gzip
import json
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler
from typing import Any
from uuid import uuid4

import httpx
import psycopg
import pytest
from support.clusters import Cluster
from sync_connections.pair import Pair
from sync_connections.rest import answer, listening

from amity import migrations
from amity.receiver import (
    Received,
    Secrets,
    SiteUnreachable,
    StrangeAnswer,
    over_http,
    over_postgres,
)
from amity.receiver.places import located

pytestmark = pytest.mark.postgres(18)  # nothing here is the server's

SETUP = "create table public.things (id integer primary key, name text)"
COLUMN = {"type": "integer", "not_null": True, "identity": False, "generated": False}
COLUMNS = [
    {**COLUMN, "name": "id", "key": 1},
    {**COLUMN, "name": "name", "type": "text", "key": None},
]
PAGE: dict[str, Any] = {
    "allowed": True,
    "slug": None,
    "http_status": 200,
    "message": None,
    "hint": None,
    "transfer_id": str(uuid4()),
    "columns": COLUMNS,
    "records": [["1", "one"], ["2", None]],
    "record_count": 2,
    "reached": ["2"],
    "is_last": True,
}
REFUSED = {**dict.fromkeys(PAGE), "allowed": False, "http_status": 403}
OFFER = {**dict.fromkeys([*list(PAGE)[:5], "tables"]), "allowed": True, "tables": []}

TABLE = {
    "table": "public.things",
    "columns": COLUMNS,
    "estimated_rows": None,
    "requires_approval": False,
    "refers_to": [],
}

Answers = Callable[[str, dict[str, Any]], Any]


@contextmanager
def lying(answers: Answers, tls: ssl.SSLContext | None = None) -> Iterator[str]:
    """A site that answers so: with what is to be JSON, with bytes, or with a status and headers."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            said = answers(self.path.rpartition("/")[2], body)
            status, said, headers = said if isinstance(said, tuple) else (200, said, {})
            if not isinstance(said, bytes):
                said = json.dumps(said).encode()
            with suppress(OSError):
                answer(self, status, said, **headers)

        def log_message(self, *_: Any) -> None: ...

    with listening(Handler, tls) as url:
        yield url


def receiving(database: str, server: Cluster) -> Pair:
    pair = Pair(database, database, server)
    pair.run_here(SETUP)
    pair.site = pair.connect("https://liar.example")
    return pair


@pytest.fixture
def alone(database: str, server: Cluster) -> Pair:
    """The receiving side; what it asks are liars."""
    return receiving(database, server)


@pytest.fixture(scope="module")
def written_once(server: Cluster) -> Iterator[Pair]:
    with server.database("migrated", migrations.up) as url:
        yield receiving(url, server)


@pytest.fixture
def untouched(written_once: Pair) -> Iterator[Pair]:
    """The same, one for all of them, because none of what they do leaves anything."""
    yield written_once
    assert written_once.rows(written_once.here, "public.things") == []
    assert written_once.transfers() == []


def told(alone: Pair, answers: Answers, **how: Any) -> Received:
    """What becomes of receiving from a site that answers so."""
    with lying(answers) as url, alone.source(url, Secrets("token")) as source:
        (received,) = alone.pull("things", source=source, **how)
    return received


def always(said: Any) -> Answers:
    return lambda name, body: said


def page(**other: Any) -> dict[str, Any]:
    return {**PAGE, **other}


def test_an_honest_one(alone: Pair) -> None:
    received = told(alone, always(PAGE))
    assert received.problem is None
    assert alone.rows(alone.here, "public.things") == ["(1,one)", "(2,)"]


def records(*rows: Any, **other: Any) -> dict[str, Any]:
    reached = [rows[-1][0]] if rows and isinstance(rows[-1], list) and rows[-1] else None
    return page(records=list(rows), record_count=len(rows), reached=reached, **other)


STRANGE: dict[str, Any] = {
    "no object": [],
    "a number": 7,
    "null": None,
    "a text": "allowed",
    "fields are missing": {"allowed": True},
    "a field too many": page(extra=1),
    "allowed is a text": page(allowed="yes"),
    "allowed is null": page(allowed=None),
    "no columns": page(columns=[]),
    "columns are null": page(columns=None),
    "columns are a text": page(columns="id"),
    "a column is a text": page(columns=["id", "name"]),
    "a column has no name": page(columns=[{**COLUMN, "key": 1}, COLUMNS[1]]),
    "a column's name is a number": page(columns=[{**COLUMNS[0], "name": 7}, COLUMNS[1]]),
    "a column's name is long": page(columns=[{**COLUMNS[0], "name": "x" * 1000}, COLUMNS[1]]),
    "a column is there twice": page(columns=[COLUMNS[0], {**COLUMNS[1], "name": "id"}]),
    "too many columns": page(columns=[{**COLUMNS[1], "name": f"c{n}"} for n in range(2000)]),
    "a type is no text": page(columns=[{**COLUMNS[0], "type": None}, COLUMNS[1]]),
    "no key": page(columns=[{**COLUMNS[0], "key": None}, COLUMNS[1]]),
    "a key of texts": page(columns=[{**COLUMNS[0], "key": "1"}, COLUMNS[1]]),
    "a key with holes": page(columns=[{**COLUMNS[0], "key": 2}, COLUMNS[1]]),
    "a key below one": page(columns=[{**COLUMNS[0], "key": -1}, COLUMNS[1]]),
    "a column does not say its key": page(
        columns=[COLUMNS[0], {**COLUMN, "name": "name", "type": "text"}]
    ),
    "a column's name is no text": page(columns=[COLUMNS[0], {**COLUMNS[1], "name": "\ud800"}]),
    "a type is no text that Postgres has": page(
        columns=[{**COLUMNS[0], "type": "integer\0"}, COLUMNS[1]]
    ),
    "a key is no text": records(["\ud800", "one"]),
    "a key is no text that Postgres has": records(["1", "one"], ["2\0", "two"]),
    "records are null": page(records=None),
    "records are an object": page(records={"1": "one"}),
    "a record is a text": records("one", "two"),
    "a record is short": records(["1"], ["2"]),
    "a record is long": records(["1", "x", "y"]),
    "a value is a number": records([1, "one"]),
    "a value is an object": records(["1", {"a": 1}]),
    "a value is a list": records(["1", ["x"]]),
    "a value is a truth": records(["1", True]),
    "a key is null": records([None, "one"], ["2", "two"]),
    "a key is there twice": records(["1", "one"], ["1", "two"]),
    "another number of records": page(record_count=3),
    "no number of records": page(record_count=None),
    "reached is elsewhere": page(reached=["9"]),
    "reached is null": page(reached=None),
    "reached is of another shape": page(reached="2"),
    "is_last is null": page(is_last=None),
    "is_last is a text": page(is_last="no"),
    "nothing, and not the last": page(records=[], record_count=0, reached=None, is_last=False),
    "a transfer that is no id": page(transfer_id="'; drop table public.things; --"),
    "no transfer": page(transfer_id=None),
    "a transfer of another type": page(transfer_id={"id": 1}),
    "a refusal without a reason": REFUSED,
    "a refusal whose reason is a list": {**REFUSED, "slug": ["x"]},
    "more records than were asked for": records(*([str(n), "x"] for n in range(11))),
    "no JSON": b"<html>",
    "nothing at all": b"",
    "half a JSON": json.dumps(PAGE)[:-5].encode(),
    "a deep JSON": b"[" * 100_000 + b"]" * 100_000,
    "a huge number": b"9" * 10_000,
    "no UTF-8": b'{"allowed": "\xff"}',
    "packed": (200, gzip.compress(json.dumps(PAGE).encode()), {"Content_Encoding": "gzip"}),
    "an error": (500, {"code": "XX000", "message": "internal", "details": None, "hint": None}, {}),
    "an error that is a list": (404, [], {}),
    "an error that is no JSON": (502, b"Bad gateway", {}),
}


@pytest.mark.parametrize("lie", STRANGE)
def test_a_strange_answer(lie: str, untouched: Pair) -> None:
    received = told(untouched, always(STRANGE[lie]), page=10)
    assert isinstance(received.problem, StrangeAnswer), received.problem
    assert received.problem.hint
    assert received.receipt is None


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_elsewhere_is_never_asked(status: int, untouched: Pair) -> None:
    asked: list[str] = []

    def honest(name: str, body: dict[str, Any]) -> Any:
        asked.append(name)
        return PAGE

    with lying(honest) as other:
        received = told(untouched, always((status, b"", {"Location": f"{other}/rpc/sync_pull"})))
    assert isinstance(received.problem, StrangeAnswer)
    assert "sends us elsewhere" in str(received.problem)
    assert asked == []


# --- lies that need more than one page ---


def endless(records_at: Callable[[int], list[str | None]]) -> Answers:
    """Never the last page; each has one record."""
    asked = iter(range(100))  # then nothing more is answered, and the test fails instead of hanging

    def answers(name: str, body: dict[str, Any]) -> Any:
        return records(records_at(next(asked)), is_last=False)

    return answers


@pytest.mark.parametrize(
    "lie", [lambda n: ["1", "x"], lambda n: [str(n % 3), "x"], lambda n: [str(min(n, 5)), "x"]]
)
def test_over_and_over(lie: Callable[[int], list[str | None]], alone: Pair) -> None:
    received = told(alone, endless(lie))
    assert isinstance(received.problem, StrangeAnswer)
    assert "over and over" in str(received.problem)
    assert len(alone.rows(alone.here, "public.things")) <= 6


def test_an_offer_that_is_none(untouched: Pair) -> None:
    lies: list[Any] = [
        {**OFFER, "tables": None},
        {**OFFER, "tables": "x"},
        {**OFFER, "tables": [7]},
        {**OFFER, "tables": [{"table": ""}]},
        {**OFFER, "tables": [{"table": "x" * 1000}]},
        *(
            {**OFFER, "tables": [{**TABLE, **wrong}]}
            for wrong in (
                *({"estimated_rows": "many"}, {"estimated_rows": -1}, {"columns": None}),
                *({"columns": [{"name": "x"}]}, {"requires_approval": "no"}),
                *({"table": "\ud800"}, {"table": "a\0"}, {"refers_to": "x"}, {"refers_to": [7]}),
            )
        ),
        *(
            {**OFFER, "tables": [{name: TABLE[name] for name in TABLE if name != missing}]}
            for missing in TABLE
        ),
        PAGE,
    ]
    for lie in lies:
        with (
            lying(always(lie)) as url,
            untouched.source(url, Secrets("x")) as source,
            pytest.raises(StrangeAnswer),
        ):
            source.tables()
    with (
        lying(always(page())) as url,
        untouched.source(url, Secrets("x")) as source,
        pytest.raises(StrangeAnswer),
    ):
        source.request("things")


def test_what_nobody_asked_for_is_left_out(untouched: Pair) -> None:
    columns = [{**COLUMNS[0], "more": "\ud800"}, COLUMNS[1]]
    said = {**OFFER, "tables": [{**TABLE, "columns": columns, "more": {"a": [1]}}]}
    with lying(always(said)) as url, untouched.source(url, Secrets("x")) as source:
        assert source.tables().tables == [TABLE]


def test_its_words_are_only_shown(untouched: Pair) -> None:
    evil = "[red]\x1b[2J\x07\r\n\u202eevil [link=file:///]x[/]" + "y" * 10_000
    said = {**REFUSED, "slug": "sync_not_active", "message": evil, "hint": evil}
    received = told(untouched, always(said))
    assert received.problem
    for words in (str(received.problem), received.problem.hint):
        assert words.startswith("[red]�[2J� �evil [link=file:///]x[/]yyy")
        assert len(words) < 400
        assert words.isprintable()


# --- values ---


def test_sql_in_every_text(alone: Pair) -> None:
    evil = [
        "'; drop table public.things; --",
        '"; select 1; --',
        "\\.",
        "\\N",
        "\t\n\r\\",
        "%s %(x)s",
    ]
    rows = [[str(n), text] for n, text in enumerate([*evil, "{}", "$1", "é😀\u202e", "NULL", ""])]
    received = told(alone, always(records(*rows)))
    assert received.problem is None
    assert alone.run_here("select name from public.things order by id") == [
        (text,) for _, text in rows
    ]


def test_values_that_do_not_fit_are_told_one_by_one(alone: Pair) -> None:
    rows = [
        ["1", "one"],
        ["x", "two"],
        ["3", "a\0b"],
        ["4", "\ud800"],
        ["9" * 99, "five"],
        ["6", "six"],
    ]
    received = told(alone, always(records(*rows)))
    assert received.problem is None
    assert received.receipt
    transfer = received.receipt.transfer
    assert (transfer.status, transfer.records_created, transfer.records_failed) == (
        *("completed", 2),
        4,
    )
    assert [error.key for error in received.receipt.errors] == [["x"], ["3"], ["4"], ["9" * 99]]
    assert all(error.message.isprintable() for error in received.receipt.errors)
    assert alone.rows(alone.here, "public.things") == ["(1,one)", "(6,six)"]


def test_ten_megabytes(alone: Pair) -> None:
    received = told(alone, always(records(["1", "x" * 10_000_000], ["x" * 10_000_000, "y"])))
    assert received.receipt
    (error,) = received.receipt.errors
    assert len(error.message) < 400
    assert len(error.key[0]) < 400
    assert alone.run_here("select length(name) from public.things") == [(10_000_000,)]


# --- names ---

ELSEWHERE = [
    *("amity.people", "amity.sync_connections", "amity_private.sync_gates", "pg_catalog.pg_class"),
    *("information_schema.tables", "pg_toast.x", "public.a_view", "public.nowhere", "nowhere"),
    *("public.things; drop table public.things", "", "a.b.c", "things--", '"', "x" * 5000, "\0"),
]


@pytest.mark.parametrize("table", ELSEWHERE)
def test_where_nothing_is_written(table: str, untouched: Pair) -> None:
    untouched.run_here("create or replace view public.a_view as select * from public.things")
    with lying(always(PAGE)) as url, untouched.source(url, Secrets("x")) as source:
        try:
            (received,) = untouched.pull(table, source=source)
            problem = received.problem
        except Exception as error:  # noqa: BLE001 - looked at below
            problem = error  # type: ignore[assignment]
    assert type(problem).__name__ == "CannotReceive"
    # and not because its columns happen to be others
    assert re.match(r"There is no table|.* ?is no name of a table", str(problem)), problem
    assert problem.hint  # type: ignore[union-attr]
    assert str(problem).isprintable()


@pytest.mark.parametrize(
    "name", ["other", 'name"; drop table public.things; --', "ctid", "NAME", "xmin"]
)
def test_a_column_that_is_not_there(name: str, untouched: Pair) -> None:
    received = told(untouched, always(page(columns=[COLUMNS[0], {**COLUMNS[1], "name": name}])))
    assert "has no column" in str(received.problem)


# --- the line ---


def test_an_answer_without_end(alone: Pair) -> None:
    with lying(always(b"[" + b" " * 2_000_000)) as url:
        place = located(url, allow_private=True)
        with (
            over_http.HttpSource(place, Secrets("x"), largest=1_000_000) as source,
            pytest.raises(StrangeAnswer, match="larger than"),
        ):
            source.tables()


@contextmanager
def silent() -> Iterator[int]:
    """Somebody who takes every call and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        over = threading.Event()
        kept: list[socket.socket] = []

        def listen() -> None:
            while not over.is_set():
                try:
                    kept.append(server.accept()[0])
                except OSError:
                    return

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        try:
            yield server.getsockname()[1]
        finally:
            over.set()
            server.shutdown(socket.SHUT_RDWR)
            thread.join()
            for each in kept:
                each.close()


def test_a_byte_at_a_time() -> None:
    """Each byte comes in time, and all of them never: of a head as of a body."""
    began = time.monotonic()
    for head in (b"", b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"):
        with dripping(head) as port:
            place = located(f"http://127.0.0.1:{port}", allow_private=True)
            with (
                over_http.HttpSource(place, Secrets("x"), patience=0.3) as source,
                pytest.raises(SiteUnreachable, match=r"more than 0\.3 seconds") as refused,
            ):
                source.tables()
        assert refused.value.hint
    assert time.monotonic() - began < 20


@contextmanager
def dripping(head: bytes) -> Iterator[int]:
    """Somebody who says that at once, and then goes on and on; for half a minute, for our sake."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drip() -> None:
            with suppress(OSError), server.accept()[0] as line:
                line.sendall(head or b"HTTP/1.1 200 OK\r\nX: ")
                for _ in range(1500):
                    time.sleep(0.02)
                    line.sendall(b"1")

        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        try:
            yield server.getsockname()[1]
        finally:
            thread.join()


def test_nobody_says_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(over_http, "_TIMEOUT", httpx.Timeout(0.05))
    with silent() as port:
        place = located(f"http://127.0.0.1:{port}", allow_private=True)
        with (
            over_http.HttpSource(place, Secrets("x")) as source,
            pytest.raises(SiteUnreachable) as refused,
        ):
            source.tables()
    assert refused.value.hint


def test_nobody_is_there(untouched: Pair) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    for url in (f"http://127.0.0.1:{port}", f"postgresql://x@127.0.0.1:{port}/x"):
        with (
            pytest.raises(SiteUnreachable) as refused,
            untouched.source(url, Secrets("x")) as source,
        ):
            source.tables()
        assert refused.value.hint


# --- a Postgres that lies ---

LIAR = """
create schema amity;
create function amity.sync_pull(text, text, jsonb, integer, text, uuid) returns {} language sql
as $$ {} $$;
"""
LIES = {
    "of other types": ("table (allowed integer, slug text)", "select 1, 'x'"),
    "of no column": ("void", ""),
    "of many rows": ("setof integer", "select generate_series(1, 100)"),
    "an error": ("integer", "select 1 / 0"),
    "columns of the same name": ("table (a json, b json)", "select '7'::json, '[1e999999]'::json"),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_postgres_that_lies(lie: str, server: Cluster) -> None:
    with server.database("empty", lambda url: None) as there:
        with psycopg.connect(there) as conn:
            conn.execute(LIAR.format(*LIES[lie]))  # type: ignore[arg-type]
        place = located(there.replace("@/", "@%2F/"), allow_private=True)
        with over_postgres.PostgresSource(place, Secrets("token")) as source:
            with pytest.raises(StrangeAnswer) as refused:
                source.pull("things", None, 10, None)
            with pytest.raises(StrangeAnswer):
                source.tables()
        assert refused.value.hint


def test_a_postgres_without_end(server: Cluster) -> None:
    """One row is what is listened to; what comes after it is neither kept nor waited for."""
    with server.database("empty", lambda url: None) as there:
        with psycopg.connect(there) as conn:
            conn.execute(LIAR.format("setof bigint", "select generate_series(1, 1::bigint << 40)"))  # type: ignore[arg-type]
            conn.execute("alter function amity.sync_pull stable")
        place = located(there.replace("@/", "@%2F/"), allow_private=True)
        with (
            over_postgres.PostgresSource(place, Secrets("token"), patience=2) as source,
            pytest.raises(StrangeAnswer),
        ):
            source.pull("things", None, 10, None)


def test_a_postgres_that_takes_its_time(server: Cluster) -> None:
    with server.database("empty", lambda url: None) as there:
        with psycopg.connect(there) as conn:
            conn.execute(LIAR.format("void", "select pg_sleep(60)"))  # type: ignore[arg-type]
        place = located(there.replace("@/", "@%2F/"), allow_private=True)
        with (
            over_postgres.PostgresSource(place, Secrets("token"), patience=0.1) as source,
            pytest.raises(SiteUnreachable),
        ):
            source.pull("things", None, 10, None)
