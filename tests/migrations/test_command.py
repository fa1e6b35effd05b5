"""The command: what it says, where it says it, and the code that it exits with."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from migrations.kit import IDS, Execute, amity, dbname, words
from support.patience import PATIENCE

from amity import migrations

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


@pytest.mark.once
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


@pytest.mark.once
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
