"""`amity doctor` compares the catalog with what the migrations make, and gives the fix."""

from __future__ import annotations

import re
from typing import Any

import pglast
import psycopg
import pytest
from psycopg import Connection

from amity.command._checks import Finding, findings
from amity.command._definitions import Comparison, _making, compare
from amity.migrations import snapshots
from amity.migrations.templates import Rendered, around, rendered

MIGRATIONS = rendered()


def found(url: str) -> list[Finding]:
    """What the doctor says of grants and definitions."""
    with psycopg.connect(url, autocommit=True) as conn:
        compared = compare(conn, MIGRATIONS)
    return [*compared.grants, *compared.definitions]


def execute(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as conn:
        conn.execute(statement)  # type: ignore[call-overload]


POLICY = "the policy select_mine of amity.connections"
BODY = "returns trigger language plpgsql as $$ begin return null; end $$"

WRONG = {
    "a missing policy": (
        "drop policy select_mine on amity.follows",
        "the policy select_mine of amity.follows is missing",
    ),
    "a policy that shows everything": (
        (
            "drop policy select_mine on amity.connections; create policy select_mine"
            " on amity.connections for select to authenticated using (true)"
        ),
        f"{POLICY} differs from the migrations",
    ),
    "a policy for everybody": (
        "alter policy select_mine on amity.connections to public",
        f"{POLICY} differs from the migrations",
    ),
    "a policy that asks for every row": (
        "alter policy select_mine on amity.blocks using (blocker_id = amity.me())",
        "the policy select_mine of amity.blocks differs from the migrations",
    ),
    "a restrictive policy": (
        (
            "drop policy delete_mine on amity.follows;"
            "create policy delete_mine on amity.follows as restrictive for delete to authenticated"
            " using (follower_id = (select amity.me()) or followed_id = (select amity.me()))"
        ),
        "the policy delete_mine of amity.follows differs from the migrations",
    ),
    "a missing trigger": (
        "drop trigger _900_remember on amity.blocks",
        "the trigger _900_remember of amity.blocks is missing",
    ),
    "a missing trigger of a view": (
        "drop trigger _500_on_insert on amity.friendships",
        "the trigger _500_on_insert of amity.friendships is missing",
    ),
    "a trigger at another time": (
        (
            "create or replace trigger _900_remember after delete on amity.blocks"
            " for each row execute function amity_private.tg_blocks__remember()"
        ),
        "the trigger _900_remember of amity.blocks differs from the migrations",
    ),
    "a trigger under a condition": (
        (
            "create or replace trigger _900_remember before insert or delete on amity.blocks"
            " for each row when (false) execute function amity_private.tg_blocks__remember()"
        ),
        "the trigger _900_remember of amity.blocks differs from the migrations",
    ),
    "a missing function": (
        "drop function amity.follow(uuid)",
        "the function amity.follow(uuid) is missing",
    ),
    "another body": (
        (
            f"create or replace function amity_private.tg_blocks__remember() {BODY}"
            " security definer set search_path = pg_catalog, pg_temp"
        ),
        "the function amity_private.tg_blocks__remember() differs from the migrations",
    ),
    "another standard body": (
        (
            "create or replace function amity.mutual_connections_count(person uuid) returns bigint"
            " language sql stable return 0"
        ),
        "the function amity.mutual_connections_count(uuid) differs from the migrations",
    ),
    "rights of its caller": (
        "alter function amity_private.tg_blocks__remember() security invoker",
        "the function amity_private.tg_blocks__remember() differs from the migrations",
    ),
    "an open search path": (
        "alter function amity_private.tg_blocks__remember() reset search_path",
        "the function amity_private.tg_blocks__remember() differs from the migrations",
    ),
    "a missing primary key": (
        "alter table amity.connections drop constraint connections_pkey",
        "the constraint connections_pkey of amity.connections is missing",
    ),
    "a missing foreign key": (
        "alter table amity.blocks drop constraint blocks_blocker_is_a_person",
        "the constraint blocks_blocker_is_a_person of amity.blocks is missing",
    ),
    "a missing check": (
        "alter table amity.badges drop constraint badges_badge_is_snake_case",
        "the constraint badges_badge_is_snake_case of amity.badges is missing",
    ),
    "another check": (
        (
            "alter table amity.badges drop constraint badges_badge_is_snake_case,"
            " add constraint badges_badge_is_snake_case check (true)"
        ),
        "the constraint badges_badge_is_snake_case of amity.badges differs from",
    ),
    "a check of what comes": (
        (
            "alter table amity.blocks drop constraint blocks_blocker_is_a_person,"
            " add constraint blocks_blocker_is_a_person foreign key (blocker_id)"
            " references amity.people (id) on delete cascade not valid"
        ),
        "the constraint blocks_blocker_is_a_person of amity.blocks differs from",
    ),
    "a missing index": (
        "drop index amity.connections_of_recipient",
        "the index connections_of_recipient of amity.connections is missing",
    ),
    "another index": (
        (
            "drop index amity.connections_of_recipient;"
            "create index connections_of_recipient on amity.connections (recipient_id)"
        ),
        "the index connections_of_recipient of amity.connections differs from",
    ),
    "an invalid index": (
        (
            "update pg_index set indisvalid = false"
            " where indexrelid = 'amity.connections_of_recipient'::regclass"
        ),
        "the index connections_of_recipient of amity.connections differs from",
    ),
    "a column that may be null": (
        "alter table amity.follows alter follower_id drop not null",
        "the column follower_id of amity.follows differs from",
    ),
    "a missing view": (
        "drop view amity.blocks_history",
        "the view amity.blocks_history is missing",
    ),
    "a view that shows what its owner sees": (
        "alter view amity.friendships set (security_invoker = false)",
        "the view amity.friendships differs from the migrations",
    ),
    "an added policy": (
        'create policy "Too much" on amity.connections for select to authenticated using (true)',
        'no migration makes the policy "Too much" of amity.connections',
    ),
}


def together(cases: dict[str, tuple[str, str]]) -> list[dict[str, str]]:
    """Breakages by what is said of them, in lots that break no object twice: a look takes long."""
    lots: list[dict[str, str]] = []
    for breakage, what in cases.values():
        thing = re.split(" is missing| differs", what)[0]
        free = (lot for lot in lots if not any(said.startswith(thing) for said in lot))
        lot = next(free, None)
        if lot is None:
            lots.append(lot := {})
        lot[what] = breakage
    return lots


# what a version makes of definitions is asked further below
@pytest.mark.deep
@pytest.mark.once
@pytest.mark.parametrize("lot", together(WRONG))
def test_each_problem_is_named_and_its_fix_fixes_it(lot: dict[str, str], database: str) -> None:
    for breakage in lot.values():
        execute(database, breakage)
    problems = found(database)
    said = [each.message for each in problems if not each.is_note]
    assert [next(filter(each.startswith, lot), each) for each in sorted(said)] == sorted(lot)
    assert len(said) == len(problems)
    for each in problems:
        execute(database, each.repair or each.fix.split("`")[1])
    # a function comes back as Postgres grants it, and a view without triggers: what is to be
    # granted, revoked or made is named next
    for next_ in found(database):
        assert next_.message.startswith(("a grant is missing: ", "the trigger ")) or (
            "open to PUBLIC" in next_.message
        )
        execute(database, next_.fix.split("`")[1])
    assert found(database) == []


MORE = {
    "a trigger": (
        (
            "create trigger more before update on amity.connections"
            " for each row execute function suppress_redundant_updates_trigger()"
        ),
        "the trigger more of amity.connections",
    ),
    "a function": (
        (
            "create function amity.follow(x integer) returns integer language sql return 1;"
            "revoke execute on function amity.follow(integer) from public"
        ),
        "the function amity.follow(integer)",
    ),
    "an index": (
        "create index more on amity.connections (message)",
        "the index more of amity.connections",
    ),
    "a column": (
        "alter table amity.connections add column more text",
        "the column more of amity.connections",
    ),
    "a check": (
        "alter table amity.connections add constraint more check (true)",
        "the constraint more of amity.connections",
    ),
    "a view": ("create view amity.seen as select 1 as one", "the view amity.seen"),
    "a table": ("create table amity.others (one integer primary key)", "the table amity.others"),
    "a type": ("create type amity.number as enum ('one')", "the type amity.number"),
    "a sequence": ("create sequence amity_private.more", "the sequence amity_private.more"),
}


@pytest.mark.once  # as above
def test_additions_are_noted(database: str) -> None:
    for addition, _ in MORE.values():
        execute(database, addition)
    notes = found(database)
    assert all(note.is_note for note in notes)
    assert sorted(note.message for note in notes) == sorted(
        f"no migration makes {what}" for _, what in MORE.values()
    )


def test_a_trigger_off_is_another_finding(database: str) -> None:
    execute(database, "alter table amity.blocks disable trigger _900_remember")
    assert found(database) == []
    with psycopg.connect(database) as conn:
        (finding,) = findings(conn, "triggers")
    assert finding.message == "the trigger _900_remember of amity.blocks is off"


def test_of_a_missing_table_only_the_table_is_named(database: str) -> None:
    execute(database, "drop table amity_private.follows_history cascade")
    said = [each.message for each in found(database)]
    assert said[0] == "the table amity_private.follows_history is missing"
    assert not [each for each in said if " of amity_private.follows_history" in each]


HOST = """
create table public.users (id bigint primary key);
select amity.attach_people('public.users');
create table public.posts (author_id uuid not null, audience text not null);
select amity.guard_table('public.posts', 'author_id', audience_column => 'audience');
grant usage on schema amity to pg_monitor;
grant select on amity.follows to pg_monitor;
"""


def test_what_is_pending_may_be_missing_or_there(empty_database: str) -> None:
    *applied, last = MIGRATIONS
    with psycopg.connect(empty_database, autocommit=True) as conn:
        with conn.transaction():
            conn.execute(around("before").encode())
            conn.execute("\n".join([around("ledger"), *(each.sql for each in applied)]).encode())
        assert compare(conn, MIGRATIONS, [last.id]) == Comparison([], [], [])
        conn.execute(last.sql.encode())
        found = compare(conn, MIGRATIONS, [last.id])
        assert found.definitions == []
        # it was run without what goes around it, which takes from PUBLIC what Postgres grants
        assert all("open to PUBLIC" in each.message for each in found.grants)
        conn.execute("drop policy select_mine on amity.follows")
        (missing,) = compare(conn, MIGRATIONS, [last.id]).definitions
    assert missing.message == "the policy select_mine of amity.follows is missing"


def test_what_a_pending_migration_replaces_may_be_as_it_was(database: str) -> None:
    later = Rendered("9999.later", "alter policy select_mine on amity.follows using (true);")
    with psycopg.connect(database, autocommit=True) as conn:
        assert compare(conn, [*MIGRATIONS, later], [later.id]) == Comparison([], [], [])


GENEROUS = """
alter default privileges grant all on tables to anon;
alter default privileges grant all on functions to anon;
alter default privileges in schema amity grant all on tables to anon;
alter default privileges in schema amity_private grant all on functions to public;
"""


def test_what_the_host_grants_by_default_is_not_expected(database: str) -> None:
    execute(database, GENEROUS)
    assert found(database) == []
    execute(database, "grant select on amity.follows to anon")
    assert [each.message for each in found(database)] == [
        "amity.follows is open to anon, and no migration opens it"
    ]


def test_it_blocks_no_other_session(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the middle of it, people read and write.

    A new table in its schemas may wait for it: Postgres 15.20 locks a schema's name.
    """
    snapshot = snapshots._snapshot
    acted = 0

    def act_and_look(connection: Connection[Any]) -> snapshots.Snapshot:
        nonlocal acted
        with psycopg.connect(database, autocommit=True) as conn:
            conn.execute("set lock_timeout = '20s'")
            conn.execute("insert into amity.people (id) select gen_random_uuid()")
            conn.execute("select * from amity.verify()")
        acted += 1
        return snapshot(connection)

    monkeypatch.setattr(snapshots, "_snapshot", act_and_look)
    assert found(database) == []
    assert acted > 1


def test_a_host_changes_nothing(database: str) -> None:
    execute(database, HOST)
    assert found(database) == []


def test_a_function_that_the_host_may_replace_is_noted(database: str) -> None:
    execute(
        database,
        "create or replace function amity.me() returns uuid"
        " language sql stable return current_setting('app.person', true)::uuid",
    )
    (note,) = found(database)
    assert note.is_note
    assert note.message == "the function amity.me() differs from the migrations"


def test_it_leaves_nothing_behind(database: str) -> None:
    count = "select array(select count(*) from {} where oid >= 16384)"

    def things() -> list[Any]:
        with psycopg.connect(database) as conn:
            return [
                conn.execute(count.format(each)).fetchone()  # type: ignore[call-overload]
                for each in ("pg_class", "pg_proc", "pg_policy", "pg_trigger", "pg_constraint")
            ]

    before = things()
    found(database)
    assert things() == before


def test_what_makes_a_table_is_found_whole() -> None:
    """A repair runs the statement, which it takes out of the text of the migrations."""
    texts = [around("ledger"), *(each.sql for each in MIGRATIONS)]
    made = re.findall(r"^create (table|type|sequence) ([\w.]+)", "\n".join(texts), re.MULTILINE)
    assert len(made) > 40
    for kind, name in made:
        (statement,) = pglast.parse_sql(_making((kind, "", name), MIGRATIONS))
        assert statement is not None
