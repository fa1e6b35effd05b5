"""`amity doctor` is green where all is well, and says what it cannot look at."""

from __future__ import annotations

import json
from pathlib import Path

import psycopg
import pytest
from doctor.test_broken import ATTACH, Amity, findings

from amity import migrations


def test_all_is_well(amity: Amity, database: str) -> None:
    done = amity("doctor", database)
    assert (done.exit_code, done.stderr) == (0, "")
    assert "No problem found" in done.stdout
    said = json.loads(amity("doctor", database, "--json").stdout)
    assert said["healthy"] is True
    assert list(said["checks"]) == [
        "migrations",
        "invariants",
        "row security",
        "triggers",
        "grants",
        "definitions",
        "exposure",
        "roles",
        "users",
        "profiles",
        "settings",
    ]
    assert not said["checks"]["definitions"]
    (note,) = said["checks"]["users"]
    assert note["is_note"]
    assert "attach_people" in note["fix"]


def test_a_person_who_was_forgotten_is_not_missing(amity: Amity, database: str) -> None:
    with psycopg.connect(database, autocommit=True) as conn:
        conn.execute(ATTACH)
        conn.execute("select amity.forget_person(amity.person_of('1'))")
    assert amity("doctor", database).exit_code == 0
    with psycopg.connect(database, autocommit=True) as conn:
        assert conn.execute("select amity.attach_people('public.users')").fetchone() == (1,)


@pytest.mark.deep
def test_a_pending_migration_is_named(amity: Amity, empty_database: str, tmp_path: Path) -> None:
    *files, last = migrations.render(tmp_path / "rendered")
    with psycopg.connect(empty_database, autocommit=True) as conn:
        for file in files:
            conn.execute(file.read_bytes())
    (found,) = findings(amity("doctor", empty_database, "--json"))["migrations"]
    assert (found["message"], found["fix"]) == (f"{last.stem} is pending", "`amity up` applies it.")


def test_what_cannot_be_looked_at_is_named(amity: Amity, database: str) -> None:
    """Several things are broken at once, and none keeps another check from looking."""
    with psycopg.connect(database, autocommit=True) as conn:
        conn.execute(ATTACH)
        conn.execute("alter table public.users rename id to user_id")
        conn.execute("delete from amity.people where host_key = '2'")
        conn.execute(
            "create function amity_private.verify_waves()"
            " returns table (invariant text, detail text) language plpgsql"
            " as 'begin perform 1 / 0; end'"
        )
        conn.execute("alter function amity_private.setting_interval(text) rename to x")
        conn.execute("alter table amity.blocks disable row level security")
    done = amity("doctor", database, "--json")
    assert done.exit_code == 1, done.stderr
    found = findings(done)
    said = {name: " / ".join(each["message"] for each in found[name]) for name in found}
    assert "waves could not be checked: division by zero" in said["invariants"]
    assert "amity.blocks" in said["row security"]
    assert "this check failed: function amity_private.setting_interval" in said["settings"]
    assert "rows of users are missing in amity.people" in said["users"]
    assert "setting_interval" in said["definitions"]


@pytest.mark.parametrize(
    ("breakage", "check"),
    [
        ("alter table amity_private.attachments rename key_column to x", "users"),
        ("drop function amity_private.followed_column(oid) cascade", "users"),
        ("drop function amity.verify()", "invariants"),
        ("alter table amity.settings rename value to x", "settings"),
    ],
)
def test_a_check_that_fails_is_a_finding(
    breakage: str, check: str, amity: Amity, database: str
) -> None:
    with psycopg.connect(database, autocommit=True) as conn:
        conn.execute(breakage.encode())
    done = amity("doctor", database, "--json")
    assert done.exit_code == 1
    assert "this check failed" in findings(done)[check][0]["message"]


def test_definitions_wait_for_the_migrations_to_be_known(amity: Amity, database: str) -> None:
    """A newer Amity may have made a thing anew, and is not to be undone."""
    with psycopg.connect(database, autocommit=True) as conn:
        conn.execute("insert into amity_private.migrations (id, checksum) values ('9999.x', 'x')")
        conn.execute("alter policy select_mine on amity.connections using (true)")
    checks = json.loads(amity("doctor", database, "--json").stdout)["checks"]
    for name in ("grants", "definitions"):
        (note,) = checks[name]
        assert note["is_note"]
        assert note["message"] == "not compared"


def test_clients_with_too_much_power(amity: Amity, database: str, conn: psycopg.Connection) -> None:
    """Roles belong to the whole server, so they get it for a moment only."""
    for power, undo, what in (
        ("alter role authenticated bypassrls", "alter role authenticated nobypassrls", "not hold"),
        ("grant service_role to anon", "revoke service_role from anon", "rights of a service"),
    ):
        conn.execute(power)
        conn.commit()
        try:
            found = findings(amity("doctor", database, "--json"))
        finally:
            conn.execute(undo)
            conn.commit()
        assert what in found["roles"][0]["message"]


def test_an_attached_table_is_well(amity: Amity, database: str) -> None:
    with psycopg.connect(database, autocommit=True) as conn:
        conn.execute(ATTACH)
    said = json.loads(amity("doctor", database, "--json").stdout)
    assert said["healthy"] is True
    assert said["checks"]["users"] == []


def test_a_cap_of_nothing_is_noted(amity: Amity, database: str) -> None:
    with psycopg.connect(database, autocommit=True) as conn:
        conn.execute("select amity.set_setting('max_following', '0')")
    done = amity("doctor", database, "--json")
    assert done.exit_code == 0
    (note,) = json.loads(done.stdout)["checks"]["settings"]
    assert "max_following is 0" in note["message"]


@pytest.mark.parametrize("command", [("doctor",), ("tidy",), ("export", "7")])
def test_without_amity(command: tuple[str, ...], amity: Amity, empty_database: str) -> None:
    done = amity(*command, empty_database)
    assert done.exit_code == 1
    assert done.stdout == ""
    assert done.stderr.startswith("Amity is not installed:")
    assert "amity up" in done.stderr


@pytest.mark.parametrize("command", [("doctor",), ("tidy",), ("export", "7")])
def test_without_a_database(command: tuple[str, ...], amity: Amity) -> None:
    done = amity(*command)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("No database was named.")


def test_without_the_rights(amity: Amity, database: str) -> None:
    with psycopg.connect(database, autocommit=True) as conn:
        conn.execute("drop role if exists no_owner")
        conn.execute("create role no_owner login")
    try:
        done = amity("doctor", database.replace("postgres@", "no_owner@"))
    finally:
        with psycopg.connect(database, autocommit=True) as conn:
            conn.execute("drop role no_owner")
    assert done.exit_code == 1
    assert "needs more privileges" in done.stderr
