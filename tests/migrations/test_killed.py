"""`up` and `down` are killed, and run again: whole, whatever happens."""

from __future__ import annotations

import signal
import subprocess
import time

import pytest
from migrations.kit import IDS, Catalog, Execute, command
from support.patience import PATIENCE

from amity import errors, migrations

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
    """Choose a statement in each migration, from the last one each has: by turns, where in it.

    They are counted from the start of the migration before, which is where the next `up` starts.
    """
    starts = [0, *ends[:-1]]
    before = [0, *starts[:-1]]
    return [
        start - origin + 1 + (end - start - 1) * ((n + 1) % 3) // 2
        for n, (origin, start, end) in enumerate(zip(before, starts, ends, strict=True))
    ]


@pytest.mark.deep
@pytest.mark.postgres(18)  # on 15 the other one is killed
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
    strike_at(empty_database, 0, execute)
    migrations.down(empty_database)
    last = statements_seen(empty_database, execute)
    backward = [1, 2, last // 3, last - 1, last]
    assert whole() == states[0]

    def applied() -> int:
        """Count what is applied, after a look whether that is all that is there."""
        state = migrations.status(empty_database)
        assert state.pending == IDS[len(state.applied) :]
        assert whole() == states[len(state.applied)]
        return len(state.applied)

    for count, statement in enumerate(forward):
        strike_at(empty_database, statement, execute)
        with pytest.raises(errors.DatabaseUnreachableError, match="interrupted"):
            migrations.up(empty_database)
        assert applied() == count
    strike_at(empty_database, 0, execute)
    migrations.up(empty_database)
    assert applied() == len(IDS)

    for statement in backward:
        strike_at(empty_database, statement, execute)
        with pytest.raises(errors.DatabaseUnreachableError, match="interrupted"):
            migrations.down(empty_database)
        assert applied() == len(IDS)
    strike_at(empty_database, 0, execute)
    migrations.down(empty_database)
    assert applied() == 0


@pytest.mark.deep
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
    deadline = time.monotonic() + PATIENCE
    while not execute(empty_database, asleep):
        assert time.monotonic() < deadline, process.poll()
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    execute(empty_database, "drop event trigger dawdler; drop schema dawdler cascade")
    migrations.up(empty_database)
    migrations.up(another_database)
    assert catalog(empty_database) == catalog(another_database)
