"""`down`: back again, all of it and nothing else."""

from __future__ import annotations

import concurrent.futures
import contextlib
import time

import psycopg
import pytest
from migrations.kit import IDS, Catalog, Execute
from support.patience import PATIENCE

from amity import errors, migrations


@pytest.mark.deep
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
    database: str, execute: Execute
) -> None:
    execute(database, "insert into amity.people default values")
    contents = migrations.contents(database)
    assert contents.rows["amity.people"] == 1
    assert contents.database == psycopg.conninfo.conninfo_to_dict(database)["dbname"]
    migrations.down(database)
    assert migrations.contents(database).rows == {}


# --- what a host built on it ---

# Each with what is said of it, and the statement that is named as the way out.
BUILT = {
    "alter table public.photos add column author_id uuid default amity.me()": (
        "default value for column author_id of table photos",
        "alter table public.photos alter column author_id drop default",
    ),
    "alter table public.photos add column cause amity.cause": (
        "column cause of table photos",
        "alter table public.photos alter column cause type text",
    ),
    "alter table public.photos add constraint known foreign key (id) references amity.people": (
        "constraint known on table photos",
        "alter table public.photos drop constraint known",
    ),
    "create policy mine on public.photos using (id in (select amity.connected_people()))": (
        "policy mine on table photos",
        "drop policy mine on public.photos",
    ),
    "create trigger mine before insert on public.photos"
    " execute function amity_private.tg_require_speaker()": (
        "trigger mine on table photos",
        "drop trigger mine on public.photos",
    ),
    "create index mine on public.photos (amity_private.as_uuid(id::text))": (
        "index mine",
        "drop index public.mine",
    ),
    "create view public.mine as table amity.people": (
        "rule _RETURN on view mine",
        "drop view public.mine",
    ),
    "create materialized view public.mine as table amity.people": (
        "rule _RETURN on materialized view mine",
        "drop materialized view public.mine",
    ),
    "create table public.mine () inherits (amity.people)": (
        "table mine",
        """alter table public.mine alter column id drop default;
  alter table public.mine no inherit amity.people""",
    ),
    "create function public.mine() returns uuid return amity.me()": (
        "function mine()",
        "drop function public.mine()",
    ),
    "create domain public.mine as uuid constraint me check (value = amity.me())": (
        "constraint me",
        "alter domain public.mine drop constraint me",
    ),
}


@pytest.mark.deep
@pytest.mark.once  # what depends on what is the same on 15
def test_what_a_host_built_on_it_is_named_before_anything_goes(
    database: str, execute: Execute, catalog: Catalog
) -> None:
    before = catalog(database, everything=True)
    for theirs, (what, way_out) in BUILT.items():
        execute(database, f"create table public.photos (id uuid); {theirs}")
        for verb in (migrations.contents, migrations.down):
            with pytest.raises(errors.ForeignObjectsError) as refused:
                verb(database)
            assert what in str(refused.value)
            assert str(refused.value).endswith("Nothing was done.")
            assert refused.value.hint.endswith(f"run this again:\n  {way_out};")
        execute(database, way_out)
        migrations.contents(database)  # nothing is in its way
        execute(
            database,
            "drop table public.photos;"
            "drop table if exists public.mine; drop domain if exists public.mine",
        )
    assert catalog(database, everything=True) == before
    assert migrations.down(database) == IDS[::-1]


def test_all_that_a_host_built_on_it_is_named_at_once(database: str, execute: Execute) -> None:
    execute(database, "create table public.photos (id uuid)")
    for theirs in BUILT:
        with contextlib.suppress(psycopg.errors.DuplicateTable):  # several are called mine
            execute(database, theirs)
    with pytest.raises(errors.ForeignObjectsError) as refused:
        migrations.down(database)
    ways_out = refused.value.hint.partition("\n")[2]
    assert ways_out.count("\n") > 5
    execute(database, ways_out)
    assert migrations.down(database) == IDS[::-1]


def test_what_amity_itself_put_on_a_hosts_tables_is_not_in_the_way(
    database: str, execute: Execute
) -> None:
    execute(
        database,
        "create table public.users (id uuid primary key);"
        "select amity.attach_people('public.users');"
        "create table public.posts (author_id uuid, audience text);"
        "select amity.guard_table('public.posts', 'author_id', audience_column => 'audience')",
    )
    assert migrations.down(database) == IDS[::-1]
    left = "select from pg_trigger where not tgisinternal union all select from pg_policy"
    assert execute(database, left) == []


# --- what a host put into it ---

# Each with how it is named.
ADDED = {
    "create table amity_private.mine ()": "the table amity_private.mine",
    "create function amity.mine() returns int return 1": "function amity.mine()",
    "create type amity.my_type as enum ('a')": "type amity.my_type",
    "create view amity.my_view as select 1 as one": "view amity.my_view",
    "create sequence amity.my_ids": "sequence amity.my_ids",
    "alter table amity.people add column mine int": "the column mine of amity.people",
    "create index mine on amity.follows (created_at)": "the index mine of amity.follows",
    "alter table amity.people add constraint mine check (id is not null)": (
        "the constraint mine of amity.people"
    ),
    "create policy mine on amity.people using (true)": "the policy mine of amity.people",
    "create function public.mine() returns trigger language plpgsql as 'begin return new; end';"
    "create trigger mine before insert on amity.people execute function public.mine()": (
        "the trigger mine of amity.people"
    ),
    "create rule mine as on insert to amity.blocks do also select 1": (
        "the rule mine of amity.blocks"
    ),
}


@pytest.mark.deep
@pytest.mark.parametrize("added", [list(ADDED)[:6], list(ADDED)[6:]])  # ten are named at most
def test_what_a_host_put_into_it_is_named_before_anything_goes(
    database: str, execute: Execute, catalog: Catalog, added: list[str]
) -> None:
    execute(database, "insert into amity.people default values")
    for theirs in added:
        execute(database, theirs)
    before = catalog(database, everything=True)
    with pytest.raises(errors.ForeignObjectsError) as refused:
        migrations.down(database)
    assert [theirs for theirs in added if ADDED[theirs] not in str(refused.value)] == []
    assert str(refused.value).endswith("Nothing was done.")
    assert catalog(database, everything=True) == before
    assert [each.id for each in migrations.status(database).applied] == IDS


def test_of_many_additions_the_first_are_named(database: str, execute: Execute) -> None:
    execute(
        database,
        "do $$ begin for n in 10..29 loop"
        " execute format('create function amity.mine_%s() returns int return 1', n);"
        " end loop; end $$",
    )
    with pytest.raises(errors.ForeignObjectsError, match=r"mine_19\(\), and 10 more\. Nothing"):
        migrations.down(database)


@pytest.mark.deep
def test_where_another_amity_was_the_way_out_is_that_one(database: str, execute: Execute) -> None:
    execute(database, "create table amity.mine ()")
    for made_by, hint in (("checksum", "Drop it, or move it"), ("''", "Another Amity")):
        execute(database, f"update amity_private.migrations set checksum = {made_by}")
        with pytest.raises(errors.ForeignObjectsError) as failed:
            migrations.down(database)
        assert failed.value.hint.startswith(hint)
    execute(database, failed.value.hint.rpartition(": ")[2].rstrip("."))
    assert [each.id for each in migrations.up(database)] == IDS


def test_down_goes_on_when_what_stood_in_its_schemas_is_gone(
    database: str, execute: Execute
) -> None:
    execute(database, "create table amity_private.mine ()")
    with pytest.raises(errors.ForeignObjectsError, match="mine"):
        migrations.down(database)
    execute(database, "drop table amity_private.mine")
    assert migrations.down(database)[-1] == IDS[0]


def test_what_was_dropped_by_hand_is_not_missed(database: str, execute: Execute) -> None:
    execute(database, "drop function amity.my_counters(); drop function amity.uuid_v7() cascade")
    assert migrations.down(database) == IDS[::-1]


# --- two at once ---


@pytest.mark.postgres(18)  # half a minute; transactions and locks are alike on 15
@pytest.mark.deep
def test_down_never_pulls_a_migration_from_under_up(empty_database: str, catalog: Catalog) -> None:
    def down_meanwhile(_id: str, which: int, of: int) -> None:
        if which == of:
            migrations.down(empty_database)

    with pytest.raises(errors.OperationFailedError, match="taking Amity down at this moment"):
        migrations.up(empty_database, down_meanwhile)
    assert migrations.status(empty_database).applied == []

    migrations.up(empty_database)
    up_there = catalog(empty_database)
    with concurrent.futures.ThreadPoolExecutor() as pool:
        verbs = (migrations.down, migrations.up) * 3
        running = [pool.submit(verb, empty_database) for verb in verbs]
    for each in running:
        assert isinstance(each.exception(), errors.OperationFailedError | None)
    migrations.up(empty_database)
    assert catalog(empty_database) == up_there


def test_until_down_is_through_everything_is_there(database: str, execute: Execute) -> None:
    waiting = "select from pg_stat_activity where wait_event_type = 'Lock' and datname = %s"
    with concurrent.futures.ThreadPoolExecutor() as pool, psycopg.connect(database) as at_work:
        at_work.execute("select from amity.people")
        going = pool.submit(migrations.down, database)
        with psycopg.connect(database, autocommit=True) as conn:
            deadline = time.monotonic() + PATIENCE
            while conn.execute(waiting, [conn.info.dbname]).fetchone() is None:
                assert time.monotonic() < deadline, going.done()
                time.sleep(0.05)
        assert migrations.up(database) == []
        assert migrations.status(database).up_to_date
        at_work.rollback()
        assert going.result() == IDS[::-1]
    assert migrations.status(database).applied == []


def test_down_that_meets_an_open_transaction_leaves_everything(
    database: str, execute: Execute, catalog: Catalog
) -> None:
    before = catalog(database, everything=True)
    name = psycopg.conninfo.conninfo_to_dict(database)["dbname"]
    execute(database, f"alter database {name} set lock_timeout = '100ms'")
    with psycopg.connect(database) as at_work:
        at_work.execute("select from amity.people")
        with pytest.raises(
            errors.OperationFailedError, match="conflicted with another session"
        ) as failed:
            migrations.down(database)
    assert "Run this again" in failed.value.hint
    execute(database, f"alter database {name} reset lock_timeout")
    assert catalog(database, everything=True) == before
    assert migrations.down(database) == IDS[::-1]
