"""What goes wrong is a sentence, a hint and an exit code; and what the command says of itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from migrations.kit import amity, dbname, words
from support.patience import PATIENCE

from amity import __version__, migrations
from amity.migrations.templates import ROOT


@pytest.mark.parametrize(
    "url",
    [
        "nonsense s3cret",
        "postgresql://ada:s3cret@127.0.0.1:1/app",
        "postgresql://ada:s3c/ret@nowhere.invalid/app",
    ],
)
@pytest.mark.parametrize("verb", ["up", "status", "down"])
def test_an_error_is_one_sentence_a_hint_and_a_code(verb: str, url: str) -> None:
    done = amity(verb, url)
    assert done.exit_code == 1
    assert done.stdout == ""
    sentence, _hint = done.stderr.splitlines()
    assert sentence.endswith(".")
    assert "s3" not in done.stderr
    assert "Traceback" not in done.stderr


def test_even_our_own_faults_are_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(*_: object) -> None:
        raise KeyError("thing")

    monkeypatch.setattr(migrations, "status", faulty)
    done = amity("status", "postgresql://")
    assert done.exit_code == 1
    assert done.stderr.startswith("Internal error: KeyError: 'thing'.\n")
    assert isinstance(
        amity("status", "postgresql://", env={"AMITY_DEBUG": "1"}).exception, KeyError
    )


def test_an_error_is_a_document_for_programs() -> None:
    for arguments in (["status", "--json", "nonsense"], ["sync", "list", "--json", "nonsense"]):
        done = amity(*arguments)
        assert done.exit_code == 1
        error = json.loads(done.stdout)["error"]
        assert error["slug"] == "invalid_url"
        assert done.stderr == f"{error['message']}\n{error['hint']}\n"


def test_a_right_that_is_missing_is_named(server: Any, empty_database: str) -> None:
    server.admin.execute("create role nothing_more login")
    url = server.url(dbname(empty_database), "nothing_more")
    done = amity("up", url)
    assert done.exit_code == 1
    assert "grant create on database" in done.stderr
    assert "CREATEROLE" not in done.stderr
    server.admin.execute("drop role nothing_more")


def test_a_connection_is_named_before_the_url() -> None:
    done = amity("sync", "pull", "postgresql://localhost/app")
    assert done.exit_code == 1
    assert done.stderr.startswith("Name the connection before the URL of the database.\n")


@pytest.mark.once
@pytest.mark.parametrize("arguments", [("status", "--json"), ("status",), ("--help",)])
def test_a_full_disk_is_no_fault_of_ours(empty_database: str, arguments: tuple[str, ...]) -> None:
    command = [sys.executable, "-m", "amity", *arguments]
    environment = os.environ | {"DATABASE_URL": empty_database}
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            command,
            check=False,
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment,
            timeout=PATIENCE,
        )
    assert done.returncode == 1
    assert done.stderr.decode().splitlines() == [
        "The output was not written completely: No space left on device.",
        "Free space.",
    ]


@pytest.mark.once
@pytest.mark.parametrize("arguments", [("status", "--json"), ("status",), ("--help",)])
def test_a_pipe_that_is_closed_is_none_either(
    empty_database: str, arguments: tuple[str, ...]
) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "amity", *arguments]
    environment = os.environ | {"DATABASE_URL": empty_database}
    done = subprocess.run(
        command,
        check=False,
        stdout=writing,
        stderr=subprocess.PIPE,
        env=environment,
        timeout=PATIENCE,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.parametrize(
    "arguments", [["sideways"], ["up", "--sideways"], ["render"], ["up", "a", "b"]]
)
def test_a_command_line_that_makes_no_sense_exits_with_2(arguments: list[str]) -> None:
    done = amity(*arguments)
    assert done.exit_code == 2
    assert "Usage: amity" in done.stderr


def test_a_usage_error_shows_no_password() -> None:
    done = amity("sync", "restart", "Shop A", "orders", "postgresql://ada:s3cret@localhost/app")
    assert done.exit_code == 2
    assert "ada:***@localhost" in done.stderr
    assert "s3cret" not in done.stderr


def test_version() -> None:
    assert amity("--version").stdout == f"amity {__version__}\n"


def test_every_command_explains_itself() -> None:
    overview = words(amity("--help").stdout)
    for command in ("up", "status", "down", "render", "stop"):
        assert f" {command} " in overview
        assert amity(command, "--help").exit_code == 0
    assert amity("sync", "pull", "-h").stdout == amity("sync", "pull", "--help").stdout
    assert "<bool>" not in amity("sync", "pull", "--help").stdout


def test_the_shell_completes_commands() -> None:
    asked = {"_AMITY_COMPLETE": "complete_bash", "COMP_WORDS": "amity st", "COMP_CWORD": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "amity"],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | asked,
    )
    assert done.stdout.split() == ["status", "stop"]


def test_commands_are_told_as_they_were_called(empty_database: str) -> None:
    """Which python/run says: who came by it has no `amity` to type."""
    run = (ROOT / "python" / "run").read_text()
    assert "called=$0" in run
    assert "AMITY_CALLED=$called exec " in run
    done = subprocess.run(
        [sys.executable, "-m", "amity", "status", empty_database],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"AMITY_CALLED": "../python/run"},
    )
    assert "`../python/run up` applies them" in done.stdout


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (
            ("import",),
            " Columns of connections: requester, recipient [, requested_at, accepted_at, ",
        ),
        (("import",), " Exits with 0 even if lines were refused, with 1 if "),
        (("sync", "pull"), " Exits with 0 when everything is received, with 1 "),
    ],
)
def test_help_is_broken_where_the_terminal_ends(command: tuple[str, ...], sentence: str) -> None:
    """And not where the lines of a docstring do."""
    told = amity(*command, "--help", env={"COLUMNS": "1000"}).stdout
    (paragraph,) = (line for line in told.splitlines() if line.startswith(sentence))
    assert paragraph.rstrip().endswith(".")
