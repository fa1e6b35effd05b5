"""A site that lies: what an honest one answers, to be changed, and who answers so."""

from __future__ import annotations

import json
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler
from typing import Any
from uuid import uuid4

import psycopg
from psycopg import sql
from support.clusters import Cluster
from sync_connections.pair import Pair, run
from sync_connections.rest import answer, listening

from amity.sync_connections.receiver import Secrets, TableResult

SETUP = "create table public.things (id integer primary key, name text)"
COLUMN = {
    "type": "integer",
    "not_null": True,
    "identity": False,
    "generated": False,
    "cursor": False,
}
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
    "sites": [str(uuid4())],
}
OFFERED = {**OFFER, "tables": [TABLE]}

Answers = Callable[[str, dict[str, Any]], Any]


@contextmanager
def lying(answers: Answers, tls: ssl.SSLContext | None = None) -> Iterator[str]:
    """A site that answers so: with what is to be JSON, with bytes, or with a status and headers."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            name = self.path.rpartition("/")[2]
            said = str(uuid4()) if name == "sync_challenge" else answers(name, body)
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


def told(alone: Pair, answers: Answers, **how: Any) -> TableResult:
    """What becomes of receiving from a site that offers the table, and then answers so."""
    with lying(offering(answers)) as url, alone.source(url, Secrets("token")) as source:
        (received,) = alone.pull("things", source=source, **how)
    return received


def offering(answers: Answers) -> Answers:
    return lambda name, body: OFFERED if name == "sync_tables" else answers(name, body)


def always(said: Any) -> Answers:
    return lambda name, body: said


def page(**other: Any) -> dict[str, Any]:
    return {**PAGE, **other}


def records(*rows: Any, **other: Any) -> dict[str, Any]:
    reached = [rows[-1][0]] if rows and isinstance(rows[-1], list) and rows[-1] else None
    return page(records=list(rows), record_count=len(rows), reached=reached, **other)


def everything(url: str) -> dict[str, Any]:
    """What is in each table of the database, but for what counts."""
    query = "select oid::regclass::text from pg_class where relkind = 'r' and oid >= 16384"
    digest = sql.SQL("select count(*), md5(string_agg(t::text, '' order by t::text)) from {} as t")
    counters = {"amity.sync_connections", "amity.sync_transfers"}
    with psycopg.connect(url) as conn:
        names = {name for (name,) in conn.execute(query)} - counters
        return {name: conn.execute(digest.format(sql.SQL(name))).fetchone() for name in names}


def size(url: str) -> int:
    """The bytes of the database, and of the files that its sessions needed for a while."""
    ((bytes_,),) = run(
        url,
        "select pg_database_size(datname) + temp_bytes from pg_stat_database"
        " where datname = current_database()",
    )
    return int(bytes_)
