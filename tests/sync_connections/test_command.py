"""`amity sync`: what both sides say to it, what it says, and its exit codes."""

from __future__ import annotations

import json
import re
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from sync_connections.lying import OFFER, OFFERED, PAGE, REFUSED, TABLE, lying
from sync_connections.pair import Pair
from typer.testing import CliRunner, Result

from amity.command import app

pytestmark = pytest.mark.postgres(18)  # the other server, which sends, is the older one

SETUP = "create table public.things (id integer primary key, name text)"


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """No line is broken, however wide the terminal of the tests."""
    monkeypatch.setenv("COLUMNS", "200")


def amity(*arguments: object, **environment: str) -> Result:
    return CliRunner().invoke(app, ["sync", *map(str, arguments)], env=environment)


def said(result: Result) -> dict:
    assert result.stdout.startswith("{"), result.output
    return json.loads(result.stdout)


def word(text: str) -> str:
    """A text as it was before a terminal broke its lines."""
    return " ".join(text.split())


@pytest.fixture
def token(pair: Pair, tmp_path: Path) -> Iterator[Path]:
    """Both sites as their admins make them, with nothing but the command."""
    file = tmp_path / "token"
    for url in (pair.there, pair.here):
        with psycopg.connect(url) as conn:
            conn.execute(SETUP)
    pair.run_there("insert into public.things values (1, 'one'), (2, 'two')")
    made = amity("create", "B", "https://b.example", pair.there, "--token-to", file, "--json")
    assert said(made)["token"] is None
    assert amity("offer", "public.things", pair.there).exit_code == 0
    assert amity("approve", "B", pair.there).stdout == "B is active.\n"
    added = amity("add", "Site A", pair.address, pair.here, "--table", "public.*")
    assert "AMITY_SYNC_SITE_A_TOKEN," in added.stdout
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AMITY_SYNC_SITE_A_LOGIN", pair.server.server.password)
        patch.setenv("AMITY_SYNC_ALLOW_PRIVATE_HOSTS", "1")
        patch.setenv("AMITY_SYNC_SITE_A_TOKEN_FILE", str(file))
        patch.setenv("DATABASE_URL", pair.here)
        yield file


def test_a_table_moves(token: Path, pair: Pair) -> None:
    """The whole story: asked for, waited for, approved, pulled."""
    offered = amity("tables", "Site A")
    assert re.search(r"public\.things .* unknown .* yes .* id integer", offered.stdout)
    pulled = amity("pull", "Site A", "--table", "things")
    assert (pulled.exit_code, "waits" in pulled.stdout) == (3, True)
    assert "This transfer has not been approved yet" in pulled.stderr
    (waiting,) = said(amity("waiting", pair.there, "--json"))["waiting"]
    assert waiting["id"] in amity("waiting", pair.there).stdout
    approved = amity("approve", waiting["id"], pair.there)
    assert approved.stdout == "https://b.example may pull public.things.\n"
    pulled = amity("pull", "Site A", "--all")
    assert pulled.exit_code == 0, pulled.output
    assert re.search(r"public\.things .* completed .* 2 .* 0 .* 0 .* 0 ", pulled.stdout)
    assert pair.rows(pair.here, "public.things") == ["(1,one)", "(2,two)"]
    (transfer,) = said(amity("transfers", "Site A", "--json"))["transfers"]
    assert (transfer["status"], transfer["records_created"]) == ("completed", 2)
    assert "completed" in amity("transfers", "Site A").stdout
    listed = said(amity("list", "--json"))["connections"]
    assert [(each["name"], each["direction"]) for each in listed] == [("Site A", "receiver")]
    assert "AMITY_SYNC_SITE_A_TOKEN" in amity("list").stdout
    secret = token.read_text().strip()
    for url in (pair.here, pair.there):
        assert secret not in amity("list", url, "--json").stdout


def test_json(token: Path, pair: Pair) -> None:
    pair.run_there("update amity.sync_connections set approval_mode = 'auto_approve'")
    pair.run_here(
        "insert into public.things values (2, 'mine'); alter table public.things add check (id > 1)"
    )
    pulled = amity("pull", "Site A", "--table", "things", "--json", "--batch", 1)
    assert pulled.exit_code == 4
    ((site,),) = said(pulled).values()
    assert (site["name"], site["problem"]) == ("Site A", None)
    (table,) = site["tables"]
    assert [table[count] for count in ("created", "updated", "skipped", "failed")] == [0, 0, 1, 1]
    assert table["transfer"]["status"] == "completed"
    assert [error["key"] for error in table["errors"]] == [["1"]]
    assert "violates check constraint" in table["errors"][0]["message"]
    plain = amity("pull", "Site A", "--table", "things")
    assert plain.exit_code == 4
    assert "public.things 1: new row for relation" in plain.stderr
    stopped = amity("pull", "Site A", "--table", "things", "--max-failed", 0)
    assert (stopped.exit_code, "stopped" in stopped.stdout) == (1, True)
    assert "Too many records of public.things do not fit" in word(stopped.stderr)


def test_the_token_from_the_environment(token: Path, pair: Pair) -> None:
    secret = token.read_text().strip()
    environment = {"AMITY_SYNC_SITE_A_TOKEN_FILE": "", "AMITY_SYNC_SITE_A_TOKEN": secret}
    assert amity("tables", "Site A", **environment).exit_code == 0
    environment["AMITY_SYNC_SITE_A_TOKEN"] = "wrong"
    refused = amity("tables", "Site A", **environment)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert refused.stderr.splitlines() == [
        "That token is not valid.",
        "Ask the sending site for a token.",
    ]


def test_two_connections_with_one_variable(token: Path, pair: Pair) -> None:
    """It would tell one site the token of the other."""
    refused = amity("add", "site-a", "https://other.example")
    assert refused.exit_code == 1
    assert "variable of more than one connection" in refused.stderr
    pair.run_here("select amity.create_sync_connection('SITE A', 'https://x.example', 'receiver')")
    refused = amity("tables", "Site A")
    assert refused.exit_code == 1
    assert "variable of more than one connection" in refused.stderr


def test_a_name_that_is_taken(token: Path, pair: Pair) -> None:
    refused = amity("add", "Site A", "https://other.example")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert refused.stderr.startswith("There is already a connection called Site A.\n")


def test_a_site_that_brings_more_than_it_may(token: Path, pair: Pair) -> None:
    pair.run_there("update amity.sync_connections set approval_mode = 'auto_approve'")
    assert amity("renew", "Site A", "--max-records", "1").exit_code == 0
    pulled = amity("pull", "Site A", "--table", "things")
    assert pulled.exit_code == 1
    assert "Site A has no records left" in word(pulled.stderr)
    assert amity("renew", "Site A", "--max-records", "2").exit_code == 0
    assert amity("pull", "Site A", "--table", "things").exit_code == 0
    assert amity("add", "C", "https://c.example", "--max-records", "7").exit_code == 0
    assert pair.run_here(
        "select max_records_total from amity.sync_connections where name = 'C'"
    ) == [(7,)]


def test_a_site_that_is_not_there(token: Path, pair: Pair) -> None:
    """One sentence; and of what arrives, where nothing does, not a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    for name, url in (
        ("P", f"postgresql://x@127.0.0.1:{port}/x"),
        ("H", f"http://127.0.0.1:{port}"),
    ):
        assert amity("add", name, url).exit_code == 0
        told = amity("tables", name, **{f"AMITY_SYNC_{name}_TOKEN": "x"})
        assert (told.exit_code, told.stdout) == (1, "")
        sentence, hint = told.stderr.splitlines()
        assert re.fullmatch(r"Cannot reach the site: [^?]*[cC]onnection refused\.", sentence)
        assert "connection failed" not in sentence
        assert hint == "Check that the site is running and that its URL is right."


def test_a_site_that_goes_away(token: Path, pair: Pair) -> None:
    pages = iter([{**PAGE, "is_last": False}])
    answers = {"sync_tables": lambda: OFFERED, "sync_pull": lambda: next(pages)}
    with lying(lambda name, _: answers[name]()) as url:
        assert amity("add", "Liar", url, "--table", "things").exit_code == 0
        told = amity("pull", "Liar", "--table", "things", AMITY_SYNC_LIAR_TOKEN="x")
    assert told.exit_code == 1
    assert "Cannot reach the site: " in told.stderr
    assert told.stderr.endswith("\nWhat has arrived is kept; run this again to continue.\n")
    assert pair.run_here("select records_transferred from amity.sync_transfers") == [(2,)]


@pytest.mark.parametrize(
    ("login", "reason"),
    [
        ("", "no password supplied."),
        ("wrong", 'password authentication failed for user "postgres".'),
    ],
)
def test_a_login_that_is_missing(token: Path, pair: Pair, login: str, reason: str) -> None:
    for arguments in (("tables",), ("pull", "--all")):
        told = amity(*arguments, "Site A", AMITY_SYNC_SITE_A_LOGIN=login)
        assert told.exit_code == 1
        assert told.stderr.splitlines() == [
            f"Authentication at the site's Postgres failed: {reason}",
            "Set AMITY_SYNC_SITE_A_LOGIN to the password of the user in the site's URL.",
        ]


@pytest.mark.parametrize("options", [("pull", "Liar", "--table", "things", "--json"), ("run",)])
def test_waiting_is_told(
    token: Path, pair: Pair, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...]
) -> None:
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)

    def answers(name: str, _: object) -> object:
        often = {**REFUSED, "slug": "sync_rate_limited", "message": "Too many"}
        pages = {"sync_pull": PAGE if len(slept) == 2 else often}
        return {"sync_tables": {**OFFER, "tables": [TABLE]}, **pages}[name]

    with lying(answers) as url:
        assert amity("add", "Liar", url, "--auto", "things").exit_code == 0
        done = amity(*options, AMITY_SYNC_LIAR_TOKEN="x")
    assert (done.exit_code, slept) == (0, [1, 2])
    assert done.stderr.splitlines() == [
        f"The site reports too many requests: waiting for {seconds} s." for seconds in slept
    ]
    assert "--json" not in options or said(done)


def test_private_hosts(token: Path, pair: Pair) -> None:
    refused = amity("tables", "Site A", AMITY_SYNC_ALLOW_PRIVATE_HOSTS="")
    assert refused.exit_code == 1
    assert "127.0.0.1 is a private host" in refused.stderr
    assert amity("tables", "Site A", "--allow-private-hosts").exit_code == 0


def test_a_renewal_names_what_is_new(pair: Pair) -> None:
    refused = amity("renew", "B", pair.there)
    assert refused.exit_code == 2
    assert "--until" in refused.stderr


def test_the_acts_of_an_admin(token: Path, pair: Pair) -> None:
    old = token.read_text()
    who = uuid4()
    story = [
        (("suspend", "B", "--reason", "audit", "--by", who), "B is suspended."),
        (("reactivate", "B"), "B is active again."),
        (("renew", "B", "--until", "2100-01-01", "--max-records", 99), "B is active."),
        (("withdraw", "public.things"), "public.things is no longer offered."),
    ]
    for arguments, sentence in story:
        done = amity(*arguments, DATABASE_URL=pair.there)
        assert (done.exit_code, done.stdout) == (0, f"{sentence}\n"), done.output
    ((until, most),) = pair.run_there(
        "select expires_at::text, max_records_total from amity.sync_connections"
    )
    assert (until, most) == ("2100-01-01 00:00:00+00", 99)
    assert pair.run_there(
        "select done_by, reason from amity.sync_connections_history where action = 'suspended'"
    ) == [(who, "audit")]
    rotated = amity("rotate", "B", DATABASE_URL=pair.there)
    new, warning = rotated.stdout.splitlines()
    assert (len(new), new != old.strip()) == (43, True)
    assert warning.endswith("It is not shown again.")
    assert amity("tables", "Site A").exit_code == 1
    token.write_text(new)
    assert amity("tables", "Site A").exit_code == 0
    assert amity("revoke", "B", pair.there).stdout == "B is revoked, for good.\n"
    assert "This sync connection is revoked" in amity("tables", "Site A").stderr
    # what is revoked has no name any more, but its id
    assert amity("reactivate", "B", pair.there).exit_code == 1
    ((id_,),) = pair.run_there("select id from amity.sync_connections")
    refused = amity("reactivate", id_, pair.there)
    assert refused.stderr.startswith(
        "A sync connection or transfer that is revoked cannot become reactivated."
    )


def test_a_transfer_is_denied(token: Path, pair: Pair) -> None:
    for verb, options, outcome in (
        ("deny", ("--reason", "not now"), "public.things is denied to https://b.example."),
        ("cancel", (), "public.things is cancelled."),
    ):
        amity("pull", "Site A", "--table", "things")
        (waiting,) = said(amity("waiting", pair.there, "--json"))["waiting"]
        done = amity(verb, waiting["id"], pair.there, *options)
        assert done.stdout == f"{outcome}\n"
        pulled = amity("pull", "Site A", "--table", "things", "--json")
        assert pulled.exit_code == 1
        problem = said(pulled)["connections"][0]["tables"][0]["problem"]
        assert problem["slug"] in {"sync_approval_denied", "sync_transfer_over"}


def test_a_password_needs_its_extension_or_a_file(token: Path, pair: Pair, tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("hunter2")
    file.chmod(0o644)
    assert "Others can read" in amity("password", "B", pair.there, "--password-file", file).stderr
    assert "either a password or --clear" in amity("password", "B", pair.there).stderr
    cleared = amity("password", "B", pair.there, "--clear")
    assert cleared.stdout == "B requires no password from now on.\n"


MISTAKES = [
    (("pull", "Nobody", "--all"), "No receiving connection is called Nobody."),
    (("pull", "B", "--all"), "No receiving connection is called B."),
    (("pull", "Site A"), "Give either --table or --all."),
    (("pull", "Site A", "--all", "--table", "x"), "Give either --table or --all."),
    (("pull", "Site A", "--all", "--strategy", "x"), "x is not a strategy."),
    (("pull", "Site A", "--table", "a.b.c"), "a.b.c is not the name of a table."),
    (("add", "Site C", "ftp://x"), "The field site_url cannot have that value."),
    (("add", "Site C", "postgresql://u:p@x/y"), "The field site_url cannot have that value."),
    (("add", "Site A", "https://x", "--strategy", "x"), "x is not a strategy."),
    (
        ("add", "C", "https://x", "--auto", "a b"),
        "The field auto_sync_tables cannot have that",
    ),
    (("create", "B", "https://x", "--mode", "x"), "x is not a mode. Choose one of auto_approve,"),
    (("offer", "nowhere"), 'relation "nowhere" does not exist. Check its name'),
    (("offer", "pg_catalog.pg_class"), "That table cannot be offered: pg_class."),
    (("rotate", "Site A"), "No sending connection is called Site A."),
    (("approve", str(uuid4())), "No connection is called"),
    (("deny", str(uuid4())), "Sync transfer not found."),
    (("approve", "Site A"), "A sync connection or transfer that is active cannot become approved."),
]


def test_a_mistake_is_a_sentence(token: Path, pair: Pair) -> None:
    for arguments, sentence in MISTAKES:
        done = amity(*arguments)
        assert (done.exit_code, done.stdout) == (1, ""), arguments
        assert sentence in word(done.stderr)
        assert "Traceback" not in done.output
        assert "Amity itself" not in done.output


def test_names_that_are_not_one(token: Path, pair: Pair) -> None:
    assert amity("create", "Site A", "https://second.example").exit_code == 0
    refused = amity("suspend", "Site A")
    assert "More than one connection is called Site A." in refused.stderr
    ids = re.findall(r"[0-9a-f-]{36}", refused.stderr)
    assert any(amity("suspend", id_).exit_code == 0 for id_ in ids)


def test_a_token_goes_into_no_file_that_is_there(token: Path, pair: Pair) -> None:
    refused = amity("create", "C", "https://c.example", pair.there, "--token-to", token)
    assert refused.exit_code == 1
    assert "Nothing was changed." in refused.stderr
    assert pair.run_there("select count(*) from amity.sync_connections") == [(1,)]
    assert token.stat().st_mode & 0o777 == 0o600


def test_the_words_of_a_site_are_no_markup(token: Path, pair: Pair) -> None:
    evil = "[red]\x1b[31m\x9b31mevil[/red]"
    column = {**TABLE["columns"][0], "name": evil, "type": evil}
    answers = {
        "sync_tables": {**OFFER, "tables": [{**TABLE, "table": evil, "columns": [column]}]},
        "sync_pull": {**REFUSED, "slug": "sync_not_active", "message": evil, "hint": evil},
    }
    with lying(lambda name, _: answers[name]) as url:
        assert amity("add", "Liar", url, "--table", "things").exit_code == 0
        shown = amity("tables", "Liar", AMITY_SYNC_LIAR_TOKEN="x")
        programs = amity("tables", "Liar", "--json", AMITY_SYNC_LIAR_TOKEN="x")
        pulled = amity("pull", "Liar", "--table", "things", AMITY_SYNC_LIAR_TOKEN="x")
        everything = amity("pull", "Liar", "--all", AMITY_SYNC_LIAR_TOKEN="x")
    assert shown.stdout.count("[red]�[31m�31mevil[/red]") >= 2
    assert "[red]�[31m�31mevil[/red]" in pulled.stderr
    assert (pulled.exit_code, everything.exit_code) == (1, 1)
    assert said(programs)["tables"][0]["table"] == evil
    for result in (shown, pulled, everything, programs):
        assert not re.search("[\x1b\x9b]", result.output)


def test_a_table_called_like_a_command(token: Path, pair: Pair) -> None:
    """The names of tables do not write to the admin's terminal."""
    evil = 'public."\x1b[31m[red]"'
    things = f"create table {evil} (id integer primary key)"
    for url in (pair.there, pair.here):
        with psycopg.connect(url) as conn:
            conn.execute(things)  # type: ignore[call-overload]
    pair.run_there(f"insert into {evil} values (1)")  # type: ignore[arg-type]
    pair.run_here(f"alter table {evil} add check (id > 1)")  # type: ignore[arg-type]
    offered = amity("offer", evil, pair.there)
    waits = amity("pull", "Site A", "--table", evil)
    waiting = amity("waiting", pair.there)
    pair.run_there("select amity.approve_sync_transfer(id) from amity.sync_transfers")
    pulled = amity("pull", "Site A", "--table", evil)
    transfers = amity("transfers", "Site A")
    assert (waits.exit_code, pulled.exit_code) == (3, 4)
    for result in (offered, waits, waiting, pulled, transfers):
        assert "[31m[red]" in result.output
        assert "\x1b" not in result.output
