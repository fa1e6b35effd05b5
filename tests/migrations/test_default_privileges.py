"""What stands after a migration is what it grants, whatever the host grants by default."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from migrations.kit import Build, Execute
from migrations.test_render import Psql, as_one_pipeline, supabase_split

from amity import errors, migrations

EVERYBODY = "anon, authenticated, service_role, host_app, public"
THINGS = ("tables", "sequences", "functions", "types")
HOSTILE = [
    *(
        f"alter default privileges grant all on {things} to {EVERYBODY}"
        for things in (*THINGS, "schemas")
    ),
    "alter default privileges grant execute on functions to host_app with grant option",
    # a host may have taken something as well, be it from itself
    "alter default privileges revoke truncate on tables from current_user",
    "alter default privileges revoke usage on types from public",
]
HOSTILE_HERE = [
    f"alter default privileges in schema {schema} grant all on {things} to {EVERYBODY}"
    for schema in ("amity", "amity_private")
    for things in THINGS
]

EVERY_GRANT = """
with ours as (
  select oid, nspname, nspacl, nspowner from pg_namespace
  where nspname in ('amity', 'amity_private')
), things (what, acl) as (
  select 'schema ' || nspname, coalesce(nspacl, acldefault('n', nspowner)) from ours
  union all
  select 'relation ' || oid::regclass, coalesce(relacl,
    acldefault(case relkind when 'S' then 's' else 'r' end::"char", relowner)) from pg_class
  where relnamespace in (select oid from ours) and relkind in ('r', 'p', 'v', 'm', 'S')
  union all
  select 'column ' || attrelid::regclass || '.' || attname, attacl
  from pg_attribute join pg_class on pg_class.oid = attrelid
  where relnamespace in (select oid from ours)
  union all
  select 'function ' || oid::regprocedure, coalesce(proacl, acldefault('f', proowner))
  from pg_proc where pronamespace in (select oid from ours)
  union all
  select 'type ' || oid::regtype, coalesce(typacl, acldefault('T', typowner))
  from pg_type where typnamespace in (select oid from ours)
)
select what, privilege_type, is_grantable,
  case grantee when 0 then 'PUBLIC' else grantee::regrole::text end
from things cross join lateral aclexplode(acl)
"""
DEFAULTS = """
select defaclrole::regrole::text, defaclnamespace::regnamespace::text, defaclobjtype,
  privilege_type, grantee, is_grantable
from pg_default_acl left join lateral aclexplode(nullif(defaclacl, '{}')) on true
"""

Grants = set[tuple[Any, ...]]


@pytest.fixture
def host(database: str, server: Any) -> Iterator[str]:
    """Give a role of the host's own, on a server where the roles of clients exist already."""
    server.admin.execute("create role host_app")
    yield "host_app"
    server.admin.execute("drop role host_app")


@pytest.fixture
def granted(host: str, execute: Execute) -> Callable[[str], Grants]:
    """Give a function that reads every grant of both schemas."""
    return lambda url: set(execute(url, EVERY_GRANT))


@pytest.fixture
def hostile(host: str, empty_database: str, execute: Execute) -> str:
    """Give a database where whatever is made is granted to everybody."""
    for statement in HOSTILE:
        execute(empty_database, statement)
    return empty_database


def be_hostile_here(url: str) -> None:
    """Grant by default what is made in the two schemas that the first migration has made."""
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in HOSTILE_HERE:
            connection.execute(statement.encode())


def by_up(url: str, _psql: Psql, _directory: Path) -> None:
    migrations.up(url, lambda _id, which, _of: be_hostile_here(url) if which == 2 else None)


def by_psql(url: str, psql: Psql, directory: Path) -> None:
    for which, file in enumerate(migrations.render(directory), 1):
        if which == 2:
            be_hostile_here(url)
        assert psql(url, "-v", "ON_ERROR_STOP=1", "-f", file).returncode == 0


def by_supabase(url: str, _psql: Psql, directory: Path) -> None:
    for which, file in enumerate(migrations.render(directory, supabase=True), 1):
        if which == 2:
            be_hostile_here(url)
        as_one_pipeline(url, supabase_split(file.read_text()))


@pytest.mark.parametrize(
    "apply",
    [
        by_up,
        pytest.param(by_psql, marks=pytest.mark.deep),
        pytest.param(by_supabase, marks=pytest.mark.deep),
    ],
)
def test_grants_by_default_grant_nothing_here(
    apply: Callable[..., None],
    hostile: str,
    database: str,
    granted: Callable[[str], Grants],
    execute: Execute,
    psql: Psql,
    tmp_path: Path,
) -> None:
    apply(hostile, psql, tmp_path)
    assert granted(hostile) == granted(database)
    after = set(execute(hostile, DEFAULTS))
    for statement in HOSTILE:  # as they were: saying it once more changes nothing
        execute(hostile, statement)
    be_hostile_here(hostile)
    assert set(execute(hostile, DEFAULTS)) == after


def test_a_migration_that_fails_leaves_the_defaults_as_they_were(
    hostile: str, house: Build, tiny: dict[str, str], execute: Execute
) -> None:
    before = set(execute(hostile, DEFAULTS))
    tiny["migrations/0001.foundation.sql"] += "select 1 / 0;\n"
    with pytest.raises(errors.OperationFailedError):
        migrations.up(hostile, _root=house(tiny))
    assert set(execute(hostile, DEFAULTS)) == before


def test_a_schema_that_was_granted_before_it_was_ours(
    hostile: str, database: str, granted: Callable[[str], Grants], execute: Execute
) -> None:
    """Made by hand, empty, and already open: what a host does that exposes it first."""
    execute(hostile, "create schema amity")
    execute(hostile, "grant all on schema amity to anon, authenticated, service_role, public")
    execute(hostile, "revoke all on schema amity from host_app")
    for statement in HOSTILE_HERE:
        if "schema amity grant" in statement:
            execute(hostile, statement)
    migrations.up(hostile)
    assert granted(hostile) == granted(database)


def test_a_file_without_a_transaction_gives_the_defaults_back(
    hostile: str, house: Build, tiny: dict[str, str], execute: Execute, psql: Psql, tmp_path: Path
) -> None:
    """What is rendered for Supabase's CLI, in psql: also where a statement fails."""
    before = set(execute(hostile, DEFAULTS))
    tiny["migrations/0001.foundation.sql"] += "select 1 / 0;\n"
    for file in migrations.render(tmp_path / "out", supabase=True, _root=house(tiny)):
        psql(hostile, "-f", file)
    made = "select relacl is null from pg_class where relname = 'things'"
    assert execute(hostile, made) == [(True,)]
    assert set(execute(hostile, DEFAULTS)) == before
