"""`amity serve`: who may ask, how it starts and ends, and what it serves beside GraphQL."""

from __future__ import annotations

import json
import signal
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import jwt
import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from python.ways import People
from serving.process import SECRET, Served, serving, start, token
from starlette.requests import Request
from support.patience import PATIENCE
from typer.testing import CliRunner

import amity
from amity import connections, speaking_as
from amity.command import app
from amity.serving import Tokens

pytestmark = pytest.mark.postgres(18)  # the database is asked as anywhere

COUNTS = "{ connectionCounts { connections } }"
SIGNED_OUT = {
    "errors": [{"message": "You are signed out", "extensions": {"code": "UNAUTHENTICATED"}}]
}


# --- tokens ---


def test_a_person_is_answered(served: Served, p: People) -> None:
    for bearer in (token(p.ada), token(p.ada, iat=time.time() + 60)):
        answer = served.ask(COUNTS, bearer)
        assert answer.json() == {"data": {"connectionCounts": {"connections": 0}}}


def unsigned(p: People) -> str:
    return jwt.encode({"sub": str(p.ada), "role": "authenticated"}, None, algorithm="none")


REFUSED = {
    "none": lambda p: None,
    "no token": lambda p: "x.y.z",
    "unsigned": unsigned,
    "another secret": lambda p: token(p.ada, key="b" * 32),
    "another algorithm": lambda p: token(p.ada, key=SECRET * 3, algorithm="HS512"),
    "expired": lambda p: token(p.ada, exp=time.time() - 1),
    "not yet valid": lambda p: token(p.ada, nbf=time.time() + 60),
    "a service": lambda p: token(p.ada, role="service_role"),
    "anon": lambda p: token(p.ada, role="anon"),
    "no role": lambda p: token(p.ada, role=None),
    "no person": lambda p: token(None),
    "a person of no uuid": lambda p: token("ada"),
    "changed": lambda p: token(p.ada)[:-3] + "abc",
}


@pytest.mark.parametrize("which", REFUSED)
def test_no_other_is_answered(which: str, served: Served, p: People) -> None:
    answer = served.ask(COUNTS, REFUSED[which](p))
    assert (answer.status_code, answer.json()) == (401, SIGNED_OUT)


class Keys(ThreadingHTTPServer):
    """A site that publishes its key."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.asked = 0
        self.published = True
        super().__init__(("127.0.0.1", 0), _Answer)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/jwks.json"


class _Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        keys: Any = self.server
        keys.asked += 1
        jwk = jwt.algorithms.ECAlgorithm.to_jwk(keys.key.public_key(), as_dict=True)
        published = [jwk | {"kid": "one", "use": "sig", "alg": "ES256"}] if keys.published else []
        body = json.dumps({"keys": published}).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def keys() -> Iterator[Keys]:
    keys = Keys()
    thread = threading.Thread(target=keys.serve_forever)
    thread.start()
    yield keys
    keys.shutdown()
    thread.join()
    keys.server_close()


@pytest.mark.deep
def test_published_keys(keys: Keys, database: str, p: People) -> None:
    with serving(database, "--jwks", keys.url, secret=None) as served:
        signed = token(p.ada, key=keys.key, algorithm="ES256", kid="one")
        for _ in range(3):
            assert served.ask(COUNTS, signed).status_code == 200
        for bearer in (
            token(p.ada),  # no secret is set
            token(p.ada, key=keys.key, algorithm="ES256", kid="two"),
            token(
                p.ada,
                key=ec.generate_private_key(ec.SECP256R1()),
                algorithm="ES256",
                kid="one",
            ),
        ):
            assert served.ask(COUNTS, bearer).json() == SIGNED_OUT
        assert keys.asked <= 2


def bearer(token: str, scheme: str = "Bearer") -> Request:
    """A request with that token."""
    header = (b"authorization", f"{scheme} {token}".encode())
    return Request({"type": "http", "headers": [header]})


def test_the_shortest_secret_and_the_scheme(p: People) -> None:
    tokens = Tokens("s" * 32, None)
    signed = token(p.ada, key="s" * 32)
    assert tokens.claims(bearer(signed, "bearer"))
    assert tokens.claims(bearer(signed, "Basic")) is None


def test_a_set_without_keys_signs_in_no_person_and_a_lost_one_fails(keys: Keys, p: People) -> None:
    signed = token(p.ada, key=keys.key, algorithm="ES256", kid="one")
    keys.published = False
    assert Tokens(None, keys.url).claims(bearer(signed)) is None
    keys.published = True
    tokens = Tokens(None, keys.url)
    assert tokens.claims(bearer(signed))
    with pytest.raises(jwt.PyJWKClientConnectionError):
        Tokens(None, "http://127.0.0.1:1/jwks.json").claims(bearer(signed))


# --- start and end ---


@pytest.mark.parametrize(
    ("arguments", "secret", "said"),
    [
        pytest.param([], None, "There is nothing to verify tokens with.", id="no secret"),
        pytest.param([], "of thirty-one bytes: not enough", "is too short", id="short secret"),
        pytest.param(
            ["postgresql://127.0.0.1:1/x"], SECRET, "Postgres could not be reached", id="no server"
        ),
    ],
)
def test_it_refuses_to_start(arguments: list[str], secret: str | None, said: str) -> None:
    process = start(*arguments, secret=secret)
    out, complaints = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out) == (1, "")
    assert said in complaints


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--jwks", "keys.json"),
        ("--jwks", "file:///keys.json"),
        ("--origin", "example.org"),
        ("--origin", "https://example.org/"),
        ("--origin", "https://Example.org"),
    ],
)
def test_a_url_that_can_never_match_is_a_usage_error(option: str, value: str) -> None:
    done = CliRunner().invoke(app, ["serve", option, value], env={"COLUMNS": "200"})
    assert done.exit_code == 2
    assert option in done.stderr
    assert f"{value} is not " in done.stderr


@pytest.mark.deep
def test_it_needs_amity_and_a_port(empty_database: str, served: Served, database: str) -> None:
    for arguments, said in (
        ([empty_database], "Amity is not installed"),
        ([database, "--port", served.url.rpartition(":")[2]], "Cannot listen on http://127.0.0.1:"),
    ):
        process = start(*arguments)
        _, complaints = process.communicate(timeout=PATIENCE)
        assert process.returncode == 1
        assert said in complaints


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_what_is_under_way_is_finished(
    sent: signal.Signals, code: int, database: str, p: People
) -> None:
    with serving(database) as served, psycopg.connect(database) as lock:
        with speaking_as(lock, p.ada):
            request = connections.request(p.ben).on(lock).id
        lock.commit()
        lock.execute("select from amity.connections where id = %s for update", [request])
        answers: list[httpx.Response] = []
        query = f'mutation {{ approveConnectionRequest(requestId: "{request}") {{ success }} }}'
        asking = threading.Thread(target=lambda: answers.append(served.ask(query, token(p.ben))))
        asking.start()
        waits = "select 1 from pg_stat_activity where wait_event_type = 'Lock'"
        with psycopg.connect(database, autocommit=True) as watch:
            while not watch.execute(waits).fetchone():
                time.sleep(0.02)
        served.process.send_signal(sent)
        time.sleep(0.3)
        lock.rollback()
        asking.join()
        assert answers[0].json() == {"data": {"approveConnectionRequest": {"success": True}}}
        assert served.process.wait(timeout=10) == code


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "amity.command._http", raising=False)
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    told = CliRunner().invoke(app, ["serve"])
    assert (told.exit_code, told.stdout) == (1, "")
    assert told.stderr == (
        "amity serve needs uvicorn, which is not installed: "
        "`pip install '.[web]'` in Amity's checkout installs it.\n"
    )


# --- health, files, origins ---


@pytest.mark.deep
def test_health_and_readiness(server: Any, template: Any) -> None:
    with server.clone(template("migrated")) as url, serving(url) as served, served.http() as http:
        assert http.get("/health").json() == {"status": "ok"}
        answer = http.get("/ready")
        assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
        with psycopg.connect(url) as conn:
            conn.execute(
                "insert into amity_private.migrations (id, checksum) values ('9999.newer', 'x')"
            )
        time.sleep(1.1)
        answer = http.get("/ready")
        assert (answer.status_code, answer.json()) == (
            503,
            {"status": "The database is not migrated as this version expects"},
        )
        assert http.get("/health").status_code == 200


TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".ts": "application/typescript; charset=utf-8",
}
COMPONENTS = Path(amity.__file__).parent / "components"


def test_the_components(served: Served) -> None:
    files = [path for path in COMPONENTS.rglob("*") if path.suffix in TYPES]
    with served.http() as http:
        for path in files:
            at = f"/{path.relative_to(COMPONENTS)}"
            answer = http.get(at)
            assert answer.content == path.read_bytes()
            assert answer.headers["content-type"] == TYPES[path.suffix]
            assert answer.headers["cache-control"] == "no-cache"
            assert answer.headers["x-content-type-options"] == "nosniff"
            etag = answer.headers["etag"]
            again = http.get(at, headers={"if-none-match": etag})
            assert (again.status_code, again.content) == (304, b"")
            named = http.get(f"{at}?v={etag.strip(chr(34))}")
            assert "immutable" in named.headers["cache-control"]
        assert http.get("/README.md").status_code == 404
        assert http.get("/../amity.py").status_code == 404


def test_a_browser_gets_no_page_unless_it_is_asked_for(served: Served) -> None:
    with served.http() as http:
        assert http.get("/graphql").status_code == 405
        preflight = {
            "origin": "https://example.org",
            "access-control-request-method": "POST",
            "access-control-request-headers": "authorization, content-type",
        }
        answer = http.options("/graphql", headers=preflight)
        assert not [name for name in answer.headers if name.startswith("access-control")]


def test_options(database: str, p: People) -> None:
    with (
        serving(
            database,
            *("--graphiql", "--no-introspection", "--origin", "https://example.org"),
            *("--max-depth", "1", "--max-body", "200"),
        ) as served,
        served.http(p.ada) as http,
    ):
        page = http.get("/graphql")
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        assert "https://" not in page.text
        said = http.post("/graphql", json={"query": "{ __schema { types { name } } }"})
        assert said.status_code == 400
        said = http.post("/graphql", json={"query": COUNTS})
        assert said.json()["errors"][0]["message"] == "The query has more than 1 levels."
        assert http.post("/graphql", json={"query": COUNTS + " " * 200}).status_code == 413
        preflight = {
            "origin": "https://example.org",
            "access-control-request-method": "POST",
            "access-control-request-headers": "authorization, content-type",
        }
        answer = http.options("/graphql", headers=preflight)
        assert answer.headers["access-control-allow-origin"] == "https://example.org"
        preflight["origin"] = "https://example.com"
        answer = http.options("/graphql", headers=preflight)
        assert "access-control-allow-origin" not in answer.headers
