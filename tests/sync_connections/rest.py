"""What a PostgREST does for a call of a function, for the tests: PostgREST is on no index we have.

A POST to /rpc/name with named arguments, under the role of a JWT (HS256) or the anonymous one, in a
transaction with the role, the claims and the headers set; its answers and errors in its shapes.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import psycopg
from psycopg import sql

KEY = b"a key of at least thirty-two bytes"


def jwt(**claims: Any) -> str:
    head = _packed(json.dumps({"alg": "HS256", "typ": "JWT"}).encode())
    body = _packed(json.dumps(claims).encode())
    return f"{head}.{body}.{_signature(f'{head}.{body}')}"


def _packed(said: bytes) -> str:
    return base64.urlsafe_b64encode(said).rstrip(b"=").decode()


def _signature(said: str) -> str:
    return _packed(hmac.digest(KEY, said.encode(), hashlib.sha256))


@dataclass
class Rest:
    """A running one: its URL, and what it was asked."""

    url: str
    asked: list[tuple[str, dict[str, str], dict[str, Any]]] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)


class Refused(Exception):  # noqa: N818 - an answer
    def __init__(self, status: int, code: str, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"code": code, "details": None, "hint": hint, "message": message}


ARGUMENTS = """
select proargnames::text[], array(select format_type(t, null) from unnest(proargtypes) as t),
  pronargs - pronargdefaults
from pg_proc where pronamespace = to_regnamespace(%s) and proname = %s
"""
SPEAK = """
select set_config('role', %s, true), set_config('request.jwt.claims', %s, true),
  set_config('request.headers', %s, true), set_config('request.method', 'POST', true)
"""


def _call(
    database: str, name: str, headers: dict[str, str], body: dict[str, Any]
) -> tuple[int, str]:
    claims = _claims(headers)
    schema = headers.get("content-profile", "public")
    if schema != "amity":
        raise Refused(406, "PGRST106", "The schema must be one of: amity")
    with psycopg.connect(database) as conn:
        found = conn.execute(ARGUMENTS, [schema, name]).fetchone()
        names, types, required = found or ([], [], 1)
        if not set(names[:required]) <= set(body) <= set(names):
            raise Refused(404, "PGRST202", f"Could not find the function {schema}.{name}")
        conn.execute(SPEAK, [claims["role"], json.dumps(claims), json.dumps(headers)])
        given = [(each, type_) for each, type_ in zip(names, types, strict=True) if each in body]
        statement = sql.SQL("select to_json(r)::text from json_to_record(%s::json) as a ({}) {}")
        call = sql.SQL("cross join lateral {}({}) as r").format(
            sql.Identifier(schema, name),
            sql.SQL(", ").join(sql.SQL("{0} => a.{0}").format(sql.Identifier(n)) for n, _ in given),
        )
        columns = sql.SQL(", ").join(
            sql.SQL("{} {}").format(sql.Identifier(each), sql.SQL(type_)) for each, type_ in given
        )
        try:
            row = conn.execute(statement.format(columns, call), [json.dumps(body)]).fetchone()
        except psycopg.Error as error:
            raise _refusal(error) from error
        assert row
        status = conn.execute("select current_setting('response.status', true)").fetchone()
        return int((status and status[0]) or 200), str(row[0])


def _claims(headers: dict[str, str]) -> dict[str, Any]:
    token = headers.get("authorization", "").removeprefix("Bearer ")
    if not token:
        return {"role": "anon"}
    said, _, signature = token.rpartition(".")
    if not hmac.compare_digest(signature, _signature(said)):
        raise Refused(401, "PGRST301", "JWSError JWSInvalidSignature")
    body = said.partition(".")[2]
    claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return claims


def _refusal(error: psycopg.Error) -> Refused:
    code = error.sqlstate or "XX000"
    status = int(code[2:]) if code.startswith("PT") else 403 if code == "42501" else 400
    diag = error.diag
    return Refused(status, code, diag.message_primary or str(error), diag.message_hint)


@contextmanager
def served(database: str) -> Iterator[Rest]:
    """Serves a database for as long as the block lasts."""
    rest = Rest("")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            body = json.loads(self.rfile.read(int(headers.get("content-length", 0))))
            name = self.path.rpartition("/rpc/")[2]
            rest.asked.append((name, headers, body))
            try:
                status, said = _call(database, name, headers, body)
            except Refused as refused:
                status, said = refused.status, json.dumps(refused.body)
            rest.statuses.append(status)
            answer(self, status, said.encode())

        def log_message(self, *_: Any) -> None: ...

    with listening(Handler) as url:
        rest.url = url
        yield rest


def answer(handler: BaseHTTPRequestHandler, status: int, said: bytes, **headers: str) -> None:
    handler.send_response(status)
    handler.send_header("Content-Type", "application/json; charset=utf-8")
    handler.send_header("Content-Length", str(len(said)))
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(said)


@contextmanager
def listening(
    handler: type[BaseHTTPRequestHandler], tls: ssl.SSLContext | None = None
) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as http:
        http.handle_error = lambda *_: None  # type: ignore[method-assign] - who hangs up, hangs up
        if tls:
            http.socket = tls.wrap_socket(http.socket, server_side=True)
        http.daemon_threads = True
        thread = threading.Thread(target=http.serve_forever, args=[0.01], daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{http.server_port}"
        finally:
            http.shutdown()
            thread.join()
