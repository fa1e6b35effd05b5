"""Where a token comes from: a file that only we can read, or the environment."""

from __future__ import annotations

import logging
import os
import sys
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from sync_connections.pair import Pair
from sync_connections.rest import jwt

from amity import sync_connections
from amity.errors import AmityError
from amity.sync_connections.receiver import Secrets, add_site, open_source
from amity.sync_connections.receiver.errors import SiteRefusedError, TokenMissingError
from amity.sync_connections.receiver.secrets import find_secrets, variable

TOKEN = "aWzXq9-0123456789_abcdefghijklmnopqrstuvwxyz"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "token"
    path.touch(0o600)
    path.write_text(f"{TOKEN}\n")
    return path


def test_from_a_file(file: Path) -> None:
    assert find_secrets("B", token_file=file, environment={}).token == TOKEN


def test_from_a_file_that_the_environment_names(file: Path) -> None:
    environment = {"AMITY_SYNC_B_TOKEN_FILE": str(file), "AMITY_SYNC_B_TOKEN": "another"}
    assert find_secrets("B", environment=environment).token == TOKEN
    environment["AMITY_SYNC_B_TOKEN_FILE"] = f"{file}.missing"
    assert find_secrets("B", token_file=file, environment=environment).token == TOKEN


def test_from_the_environment() -> None:
    environment = {
        "AMITY_SYNC_SHOP_B_TOKEN": TOKEN,
        "AMITY_SYNC_SHOP_B_PASSWORD": "second",
        "AMITY_SYNC_SHOP_B_LOGIN": "third",
        "AMITY_SYNC_SHOP_B_APIKEY": "fourth",
    }
    secrets = find_secrets(" shop (b)", environment=environment)
    assert (secrets.token, secrets.password) == (TOKEN, "second")
    assert (secrets.login, secrets.apikey) == ("third", "fourth")
    assert "second" not in repr(secrets) + str(secrets)
    assert TOKEN not in repr(secrets)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o660, 0o777])
def test_not_from_a_file_that_others_can_touch(mode: int, file: Path) -> None:
    file.chmod(mode)
    with pytest.raises(TokenMissingError, match="Others can read or change") as refused:
        find_secrets("B", token_file=file, environment={})
    assert refused.value.hint == f"chmod 600 {file}"


def test_not_from_a_file_of_another_user(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if os.geteuid() == 0:
        os.chown(file, 12345, 12345)
    else:  # a user who may not give a file away seems to be another
        monkeypatch.setattr(os, "geteuid", lambda: 12345)
    with pytest.raises(TokenMissingError, match="Others"):
        find_secrets("B", token_file=file, environment={})


@pytest.mark.parametrize("text", ["", " \n", "two words", "é", "a\nb", "\x00", "a\x1b[31m"])
def test_what_is_no_token(text: str, file: Path) -> None:
    file.write_text(text)
    with pytest.raises(TokenMissingError) as refused:
        find_secrets("B", token_file=file, environment={})
    assert refused.value.hint


def test_what_cannot_be_read(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing"):
        with pytest.raises(TokenMissingError):
            find_secrets("B", token_file=path, environment={})
    (tmp_path / "binary").write_bytes(b"\xff\xfe")
    (tmp_path / "binary").chmod(0o600)
    with pytest.raises(TokenMissingError, match="not text"):
        find_secrets("B", token_file=tmp_path / "binary", environment={})


def test_a_file_without_end_is_not_read_to_it(file: Path) -> None:
    file.write_text("a" * 20_000)
    assert len(find_secrets("B", token_file=file, environment={}).token) == 16_384


def test_nothing_says_it() -> None:
    with pytest.raises(TokenMissingError, match="There is no token for B") as refused:
        find_secrets("B", environment={})
    assert variable("B") in refused.value.hint


@pytest.mark.parametrize("said", ["secret\nsecret", "sécret", "secret\x1b", "secret secret"])
@pytest.mark.parametrize("what", ["login", "apikey"])
def test_what_no_header_holds(what: str, said: str) -> None:
    """It is refused as such, and not shown by whatever stumbles over it."""
    secrets = replace(Secrets(TOKEN), **{what: said})
    with pytest.raises(TokenMissingError, match="is not a key") as refused:
        open_source("http://127.0.0.1:1", secrets, allow_private=True).__enter__()
    assert "cret" not in str(refused.value) + refused.value.hint


def test_without_its_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "httpx", None)
    monkeypatch.delitem(sys.modules, "amity.sync_connections.receiver.http_source", raising=False)
    with (
        pytest.raises(AmityError, match="needs httpx") as refused,
        open_source("http://127.0.0.1:1", Secrets(TOKEN), allow_private=True),
    ):
        pass
    assert "pip install '.[sync]'" in str(refused.value)


@pytest.mark.postgres(18)  # whose other server, which sends, has pgcrypto
def test_a_password_on_top(pair: Pair) -> None:
    pair.introduce("create table public.things (id integer primary key)", "public.things")
    pair.run_there("create extension pgcrypto schema public")
    pair.run_there(
        "select amity.set_sync_password(id, 'correct horse') from amity.sync_connections"
    )
    for password in (None, "", "correct"):
        with pair.source(secrets=replace(pair.secrets, password=password)) as source:
            with pytest.raises(SiteRefusedError) as refused:
                source.tables()
            assert refused.value.slug == "sync_invalid_password"
            (received,) = pair.pull("things", source=source)
            assert isinstance(received.problem, SiteRefusedError)
    with pair.source(secrets=replace(pair.secrets, password="correct horse")) as source:
        assert pair.pulled("things", source=source).status == "completed"


# --- and where it never goes ---

WATCH = """
select query from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
"""


@pytest.mark.parametrize("way", ["postgres", "http"])
def test_no_secret_is_seen(
    way: str, pair: Pair, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """In no log however much is logged, no statement of either side, no row of either database."""
    caplog.set_level(logging.DEBUG)
    pair.introduce("create table public.things (id integer primary key)", "public.things")
    pair.run_there("insert into public.things select generate_series(1, 30)")
    login = jwt(role="amity_receiver") if way == "http" else pair.server.server.password
    secrets = Secrets(pair.sender.token, password="hunter2", login=login, apikey="gate-key")
    seen: list[str] = []

    def look(*_: object) -> None:
        seen.extend(query for (query,) in pair.run_there(WATCH) + pair.run_here(WATCH))

    with pair.rest() as rest:
        if way == "http":
            pair.site = pair.connect(rest.url, "http")
        with pair.source(secrets=secrets) as source:
            pair.pulled("things", source=source, page=10, step=look)
            assert repr(source).find(login) == -1
    # a session that came over HTTP is gone again by then
    assert way == "http" or any("amity." in query for query in seen)
    rows = "select t::text from {} as t"
    for table in ("sync_connections", "sync_transfers", "sync_connections_history"):
        seen += [row for (row,) in pair.run_here(rows.format(f"amity.{table}"))]  # type: ignore[arg-type]
    told = "".join([*seen, caplog.text, *capfd.readouterr()])
    assert "things" in told
    for secret in (pair.sender.token, "hunter2", login, "gate-key"):
        assert secret not in told


@pytest.mark.parametrize(
    "name", ["Shop b", "\u0130stanbul i", "\u00e9", "a__b--c.", "_99_", "i\u0131I"]
)
def test_no_two_connections_have_one_variable(name: str, conn: psycopg.Connection) -> None:
    sync_connections.create(name, "https://a.example", direction="receiver").on(conn)
    for other in (name, name.lower().replace(" ", "."), f"-{name}-"):
        if variable(other) == variable(name):
            with pytest.raises(TokenMissingError, match="more than one connection"):
                add_site(conn, f"{other} ", "https://b.example")
    add_site(conn, f"{name} 2", "https://b.example")
