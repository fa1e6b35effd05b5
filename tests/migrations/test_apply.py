"""`up`, `status` and `down`: once, whoever asks; whole, whatever happens; and back again."""

from __future__ import annotations

import concurrent.futures
import json
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from amity import migrations
from amity.migrations.house import rendered

Execute = Callable[..., list[tuple[Any, ...]]]
Catalog = Callable[..., str]
Build = Callable[..., Path]

IDS = [migration.id for migration in rendered()]


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-c", "from amity.command import app; app()", *arguments]


# --- up and status ---


def test_up_applies_everything_and_says_so(empty_database: str) -> None:
    before = migrations.status(empty_database)
    assert (before.applied, before.pending) == ([], IDS)
    steps: list[tuple[str, int, int]] = []
    applied = migrations.up(empty_database, lambda *step: steps.append(step))
    assert [each.id for each in applied] == IDS
    assert [each.checksum for each in applied] == [each.checksum for each in rendered()]
    assert steps == [(id_, n, len(IDS)) for n, id_ in enumerate(IDS, 1)]
    after = migrations.status(empty_database)
    assert after.up_to_date
    assert after.applied == applied


def test_up_twice_changes_nothing(empty_database: str, catalog: Catalog) -> None:
    migrations.up(empty_database)
    first, state = catalog(empty_database), migrations.status(empty_database)
    assert migrations.up(empty_database) == []
    assert catalog(empty_database) == first
    assert migrations.status(empty_database) == state


def test_up_prints_nothing(
    empty_database: str, house: Build, tiny: dict[str, str], capfd: pytest.CaptureFixture[str]
) -> None:
    tiny["migrations/0002.things.sql"] += "select 'a row that yoyo would print';\n"
    migrations.up(empty_database, _root=house(tiny))
    assert capfd.readouterr() == ("", "")


def test_yoyo_leaves_nothing_of_its_own(empty_database: str, execute: Execute) -> None:
    migrations.up(empty_database)
    tables = (
        "select relname from pg_class "
        "where relname ~ 'yoyo' or relnamespace = 'public'::regnamespace"
    )
    assert execute(empty_database, tables) == []


def test_nobody_may_touch_the_list_of_migrations(empty_database: str, execute: Execute) -> None:
    migrations.up(empty_database)
    grants = (
        "select grantee from information_schema.role_table_grants "
        "where table_schema = 'amity_private' and table_name = 'migrations' "
        "and grantee <> grantor"
    )
    assert execute(empty_database, grants) == []


def test_eight_processes_at_once_apply_everything_once(
    empty_database: str, another_database: str, catalog: Catalog, execute: Execute
) -> None:
    migrations.up(another_database)
    # The strictest that a host may have set: who waits must still see what the first one wrote.
    name = psycopg.conninfo.conninfo_to_dict(empty_database)["dbname"]
    execute(
        empty_database,
        f"alter database {name} set default_transaction_isolation = 'repeatable read'",
    )
    processes = [
        subprocess.Popen(
            command("up", empty_database, "--json"), stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for _ in range(8)
    ]
    applied: list[str] = []
    for process in processes:
        stdout, stderr = process.communicate(timeout=60)
        assert process.returncode == 0, stderr
        applied += [each["id"] for each in json.loads(stdout)["applied"]]
    assert sorted(applied) == IDS
    assert catalog(empty_database) == catalog(another_database)


def test_up_beside_a_hosts_own_data(
    empty_database: str, execute: Execute, catalog: Catalog
) -> None:
    execute(
        empty_database,
        """
        create table public.users (id uuid primary key default gen_random_uuid(), name text);
        create schema app;
        create function app.shout(text) returns text language sql return upper($1);
        create view app.loud as select app.shout(name) from public.users;
        insert into public.users (name) select 'user ' || n from generate_series(1, 1000) as n;
        """,
    )
    before = catalog(empty_database, everything=True)
    migrations.up(empty_database)
    assert catalog(empty_database, everything=True) != before
    migrations.down(empty_database)
    assert catalog(empty_database, everything=True) == before


# --- who may ---


@pytest.fixture
def owner(empty_database: str, another_database: str, execute: Execute) -> Iterator[str]:
    """Give a role that may log in and nothing else. The roles of clients are there already."""
    migrations.up(another_database)
    name = f"owner_{uuid.uuid4().hex[:12]}"
    execute(empty_database, f"create role {name} login password 'opensesame'")
    yield name
    execute(empty_database, f"reassign owned by {name} to current_user")
    execute(empty_database, f"drop owned by {name}")
    database = psycopg.conninfo.conninfo_to_dict(empty_database)["dbname"]
    execute(empty_database, f"alter database {database} owner to current_user")
    execute(empty_database, f"drop role {name}")


def as_(role: str, url: str) -> str:
    return psycopg.conninfo.make_conninfo(url, user=role, password="opensesame")


def test_up_and_down_need_no_superuser(
    empty_database: str, another_database: str, owner: str, execute: Execute, catalog: Catalog
) -> None:
    database = psycopg.conninfo.conninfo_to_dict(empty_database)["dbname"]
    with pytest.raises(migrations.NotPermitted, match="permission denied"):
        migrations.up(as_(owner, empty_database))
    assert migrations.status(empty_database).applied == []

    execute(empty_database, f"grant create on database {database} to {owner}")
    assert [each.id for each in migrations.up(as_(owner, empty_database))] == IDS
    superuser = execute(empty_database, "select current_user")[0][0]
    # The same, but for who owns it, and who gave whom a right.
    theirs = catalog(empty_database).replace(owner, superuser)
    assert sorted(theirs.splitlines()) == sorted(catalog(another_database).splitlines())

    execute(empty_database, f"create role {owner}_guest login password 'opensesame'")
    try:
        for verb in (migrations.status, migrations.up, migrations.down):
            with pytest.raises(migrations.NotPermitted):
                verb(as_(f"{owner}_guest", empty_database))
    finally:
        execute(empty_database, f"drop role {owner}_guest")

    # A second `up` needs no right to create anything.
    execute(empty_database, f"revoke create on database {database} from {owner}")
    assert migrations.up(as_(owner, empty_database)) == []
    assert migrations.down(as_(owner, empty_database)) == IDS[::-1]


def test_a_missing_role_is_told_from_a_missing_right(
    empty_database: str, owner: str, execute: Execute, house: Build, tiny: dict[str, str]
) -> None:
    database = psycopg.conninfo.conninfo_to_dict(empty_database)["dbname"]
    execute(empty_database, f"alter database {database} owner to {owner}")
    tiny["migrations/0001.foundation.sql"] += f"create role {owner}_client nologin;\n"
    with pytest.raises(migrations.NotPermitted, match="create role") as refused:
        migrations.up(as_(owner, empty_database), _root=house(tiny))
    assert "CREATEROLE" in refused.value.hint
    assert migrations.status(empty_database, _root=house(tiny)).applied == []


# --- killed, and run again ---

# Ends the session at its Nth DDL statement. The sequence remembers what a rollback takes back.
ASSASSIN = """
  create schema assassin;
  create sequence assassin.seen;
  create table assassin.victim (at bigint);
  create function assassin.strike() returns event_trigger language plpgsql as $$
    begin
      if nextval('assassin.seen') = (select at from assassin.victim) then
        perform pg_terminate_backend(pg_backend_pid());
        perform pg_sleep(10);
      end if;
    end $$;
  create event trigger assassin on ddl_command_end execute function assassin.strike();
"""
NO_ASSASSIN = "drop event trigger if exists assassin; drop schema assassin cascade"


def statements_seen(url: str, execute: Execute) -> int:
    return int(execute(url, "select last_value from assassin.seen")[0][0])


def strike_at(url: str, statement: int, execute: Execute) -> None:
    execute(
        url,
        "alter event trigger assassin disable; truncate assassin.victim;"
        f"insert into assassin.victim values ({statement});"
        "alter sequence assassin.seen restart;"
        "alter event trigger assassin enable",
    )


def one_in_each(ends: list[int]) -> list[int]:
    """Choose a statement in each migration, from the last one each has: by turns, where in it."""
    starts = [1, *(end + 1 for end in ends[:-1])]
    return [
        start + (end - start) * ((n + 1) % 3) // 2
        for n, (start, end) in enumerate(zip(starts, ends, strict=True))
    ]


def test_killed_between_any_two_statements_and_run_again(
    empty_database: str, execute: Execute, catalog: Catalog
) -> None:
    def whole() -> str:
        return catalog(empty_database, everything=True, without="assassin")

    execute(empty_database, ASSASSIN)
    strike_at(empty_database, 0, execute)
    states: list[str] = []
    seen: list[int] = []

    def note(*_: object) -> None:
        states.append(whole())
        seen.append(statements_seen(empty_database, execute))

    migrations.up(empty_database, note)
    note()
    forward = one_in_each(seen[1:])
    seen.clear()
    strike_at(empty_database, 0, execute)
    migrations.down(empty_database, note)
    note()
    backward = one_in_each(seen[1:])
    assert states[len(IDS) + 1 :] == states[len(IDS) :: -1]

    def applied() -> int:
        """Count what is applied, after a look whether that is all that is there."""
        state = migrations.status(empty_database)
        assert state.pending == IDS[len(state.applied) :]
        assert whole() == states[len(state.applied)]
        return len(state.applied)

    reached = set()
    for statement in forward:
        strike_at(empty_database, statement, execute)
        with pytest.raises(migrations.DatabaseUnreachable, match="cut short"):
            migrations.up(empty_database)
        reached.add(applied())
        strike_at(empty_database, 0, execute)
        migrations.up(empty_database)
        assert applied() == len(IDS)
        migrations.down(empty_database)
    assert reached == set(range(len(IDS)))

    for statement in backward[::2]:
        migrations.up(empty_database)
        strike_at(empty_database, statement, execute)
        with pytest.raises(migrations.DatabaseUnreachable, match="cut short"):
            migrations.down(empty_database)
        applied()
        strike_at(empty_database, 0, execute)
        migrations.down(empty_database)
        assert applied() == 0


def test_a_process_killed_outright_leaves_nothing_in_the_way(
    empty_database: str, another_database: str, execute: Execute, catalog: Catalog
) -> None:
    execute(
        empty_database,
        "create schema dawdler;"
        "create function dawdler.wait() returns event_trigger language plpgsql"
        "  as $$ begin perform pg_sleep(1); end $$;"
        "create event trigger dawdler on ddl_command_end when tag in ('CREATE FUNCTION')"
        "  execute function dawdler.wait()",
    )
    process = subprocess.Popen(command("up", empty_database), stderr=subprocess.DEVNULL)
    asleep = (
        "select pid from pg_stat_activity "
        "where datname = current_database() and wait_event = 'PgSleep'"
    )
    deadline = time.monotonic() + 30
    while not execute(empty_database, asleep):
        assert time.monotonic() < deadline, process.poll()
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    execute(empty_database, "drop event trigger dawdler; drop schema dawdler cascade")
    migrations.up(empty_database)
    migrations.up(another_database)
    assert catalog(empty_database) == catalog(another_database)


# --- what is refused ---


def test_an_edited_migration_is_refused(
    empty_database: str, house: Build, tiny: dict[str, str]
) -> None:
    migrations.up(empty_database, _root=house(tiny))
    tiny["sql/things/table.sql"] += "-- a word more\n"
    tiny["migrations/0003.things.sql"] = "create table amity.more ();\n"
    with pytest.raises(migrations.MigrationEdited, match=r"0002\.things"):
        migrations.up(empty_database, _root=house(tiny))
    state = migrations.status(empty_database, _root=house(tiny))
    assert (state.edited, state.pending) == (["0002.things"], ["0003.things"])
    assert not state.up_to_date
    # The way out that the hint names.
    tiny["migrations/0003.things.rollback.sql"] = "drop table amity.more;\n"
    migrations.down(empty_database, _root=house(tiny))
    migrations.up(empty_database, _root=house(tiny))
    assert migrations.status(empty_database, _root=house(tiny)).up_to_date


def test_a_database_that_a_newer_amity_knows_is_refused(
    empty_database: str, house: Build, tiny: dict[str, str], execute: Execute
) -> None:
    migrations.up(empty_database, _root=house(tiny))
    execute(empty_database, "insert into amity_private.migrations values ('0009.later', 'x')")
    for verb in (migrations.up, migrations.down):
        with pytest.raises(migrations.UnknownMigration, match=r"0009\.later"):
            verb(empty_database, _root=house(tiny))
    assert migrations.status(empty_database, _root=house(tiny)).unknown == ["0009.later"]


def test_a_failing_statement_takes_its_migration_back_and_no_other(
    empty_database: str, house: Build, tiny: dict[str, str], execute: Execute
) -> None:
    tiny["migrations/0002.things.sql"] += "-- why\nselect 1 / 0\n  as impossible;\n"
    with pytest.raises(migrations.MigrationFailed) as failed:
        migrations.up(empty_database, _root=house(tiny))
    assert str(failed.value) == (
        "Migration 0002.things failed at `select 1 / 0`: division by zero."
    )
    state = migrations.status(empty_database, _root=house(tiny))
    assert ([each.id for each in state.applied], state.pending) == (
        ["0001.foundation"],
        ["0002.things"],
    )
    assert execute(empty_database, "select to_regclass('amity.things')") == [(None,)]


def test_what_a_migration_sets_ends_with_it(
    empty_database: str, house: Build, tiny: dict[str, str], execute: Execute
) -> None:
    migrations.up(empty_database)  # for the roles
    migrations.down(empty_database)
    tiny["migrations/0001.foundation.sql"] += (
        "grant usage on schema amity to authenticated;\n"
        "set search_path = amity;\n"
        "set role authenticated;\n"
    )
    tiny["migrations/0002.things.sql"] += (
        "create table amity.seen as select current_user, current_setting('search_path');\n"
    )
    migrations.up(empty_database, _root=house(tiny))
    [(user, path)] = execute(empty_database, "table amity.seen")
    assert (user, path) == (
        execute(empty_database, "select session_user")[0][0],
        '"$user", public',
    )


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("0003.things.sql", "{% include 'things/absent.sql' %}", "does not render"),
        ("0003.things.sql", "select '{{ unset }}'", "does not render"),
        ("0003-things.sql", "select 1", "no name for a migration"),
        ("0003.things.sql", "-- depends: 0007.absent\nselect 1", "depends on one"),
    ],
)
def test_a_migration_that_cannot_be_read_is_named(
    house: Build,
    tiny: dict[str, str],
    empty_database: str,
    name: str,
    text: str,
    problem: str,
) -> None:
    tiny[f"migrations/{name}"] = text
    with pytest.raises(migrations.BrokenMigration, match=problem) as broken:
        migrations.up(empty_database, _root=house(tiny))
    assert name in str(broken.value)
    assert migrations.contents(empty_database).rows == {}


# --- down ---


def test_up_down_up_gives_the_same_catalog_and_down_leaves_nothing(
    empty_database: str, catalog: Catalog
) -> None:
    nothing = catalog(empty_database, everything=True)
    migrations.up(empty_database)
    first = catalog(empty_database)
    assert migrations.down(empty_database) == IDS[::-1]
    assert catalog(empty_database, everything=True) == nothing
    assert migrations.down(empty_database) == []
    migrations.up(empty_database)
    assert catalog(empty_database) == first


def test_down_takes_people_with_it_and_contents_counts_them(
    empty_database: str, execute: Execute
) -> None:
    migrations.up(empty_database)
    execute(empty_database, "insert into amity.people default values")
    contents = migrations.contents(empty_database)
    assert contents.rows["amity.people"] == 1
    assert contents.database == psycopg.conninfo.conninfo_to_dict(empty_database)["dbname"]
    migrations.down(empty_database)
    assert migrations.contents(empty_database).rows == {}


def test_a_migration_without_a_rollback_stops_down_before_it_begins(
    empty_database: str, house: Build, tiny: dict[str, str], execute: Execute
) -> None:
    del tiny["migrations/0001.foundation.rollback.sql"]
    migrations.up(empty_database, _root=house(tiny))
    with pytest.raises(migrations.NoWayBack, match=r"0001\.foundation"):
        migrations.down(empty_database, _root=house(tiny))
    assert execute(empty_database, "select from amity.things") == []


@pytest.mark.parametrize(
    "theirs", ["table amity_private.mine ()", "view public.mine as table amity.people"]
)
def test_what_is_not_ours_stops_down_and_down_goes_on_when_it_is_gone(
    empty_database: str, execute: Execute, theirs: str
) -> None:
    migrations.up(empty_database)
    execute(empty_database, f"create {theirs}")
    with pytest.raises(migrations.ForeignObjects, match="mine"):
        migrations.down(empty_database)
    kind, name = theirs.split()[:2]
    execute(empty_database, f"drop {kind} {name}")
    assert migrations.down(empty_database)[-1] == IDS[0]


def test_up_and_down_at_once_never_pull_a_migration_from_under_another(
    empty_database: str, catalog: Catalog
) -> None:
    migrations.up(empty_database)
    up_there = catalog(empty_database)

    def down_meanwhile(_id: str, which: int, of: int) -> None:
        if which == of:
            migrations.down(empty_database)

    migrations.down(empty_database)
    with pytest.raises(migrations.MigrationFailed, match="taking Amity down at this moment"):
        migrations.up(empty_database, down_meanwhile)
    assert migrations.status(empty_database).applied == []

    def up_meanwhile(_id: str, which: int, of: int) -> None:
        if which == of:
            migrations.up(empty_database)

    migrations.up(empty_database)
    with pytest.raises(migrations.MigrationFailed, match="bringing Amity up at this moment"):
        migrations.down(empty_database, up_meanwhile)
    assert catalog(empty_database) == up_there

    with concurrent.futures.ThreadPoolExecutor() as pool:
        verbs = (migrations.down, migrations.up) * 3
        running = [pool.submit(verb, empty_database) for verb in verbs]
    for each in running:
        assert isinstance(each.exception(), migrations.MigrationFailed | None)
    migrations.up(empty_database)
    assert catalog(empty_database) == up_there


# --- no database ---


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("nonsense", migrations.BadUrl),
        ("mysql://ada:s3cret@localhost/app", migrations.BadUrl),
        ("postgresql://ada:s3cret word@localhost/app", migrations.BadUrl),
        ("host=localhost password='s3cret", migrations.BadUrl),
        ("postgresql://ada:s3cret@127.0.0.1:1/app", migrations.DatabaseUnreachable),
        ("postgresql://ada:s3cret@nowhere.invalid/app", migrations.DatabaseUnreachable),
    ],
)
@pytest.mark.parametrize("verb", [migrations.up, migrations.status, migrations.down])
def test_a_database_that_is_not_there(
    verb: Callable[[str], Any], url: str, problem: type[migrations.Problem]
) -> None:
    with pytest.raises(problem) as refused:
        verb(url)
    assert "s3cret" not in str(refused.value) + refused.value.hint
    assert "\n" not in str(refused.value)
    assert refused.value.hint


def test_a_database_that_does_not_exist_on_a_server_that_does(server: Any) -> None:
    with pytest.raises(migrations.DatabaseUnreachable, match='"absent" does not exist') as refused:
        migrations.up(server.url("absent"))
    assert "createdb" in refused.value.hint


def test_a_role_that_does_not_exist(empty_database: str) -> None:
    with pytest.raises(migrations.WrongPassword, match="absent"):
        migrations.up(psycopg.conninfo.make_conninfo(empty_database, user="absent"))


def test_a_server_that_is_too_old(empty_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("amity.migrations.connection.OLDEST", 99)
    with pytest.raises(migrations.ServerTooOld, match="Amity needs 99"):
        migrations.up(empty_database)
    assert migrations.ServerTooOld.slug == "server_too_old"


@pytest.mark.parametrize(
    ("database", "shown"),
    [
        ("postgresql://ada:s3cret@h/app", "postgresql://ada:***@h/app"),
        ("postgresql://ada:s3/c@r?et@h:1/app", "postgresql://ada:***@h:1/app"),
        ("postgresql://ada@h/app?password=s3cret&x=1", "postgresql://ada@h/app?password=***&x=1"),
        ("host=h password = 's3 cr\\'et' user=ada", "host=h password = *** user=ada"),
        ("host=h user=ada", "host=h user=ada"),
        ("", ""),
    ],
)
def test_a_password_is_never_shown(database: str, shown: str) -> None:
    assert migrations.masked(database) == shown
    assert "s3" not in migrations.whereabouts(database)
