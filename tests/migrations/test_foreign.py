"""A database whose schemas of these names are not ours, or where half of Amity is gone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from migrations.kit import Build, Execute
from migrations.test_render import Psql

from amity import errors, migrations

FOREIGN = {
    "table amity.connections": "create schema amity; create table amity.connections (id int)",
    "view amity.friends": "create schema amity; create view amity.friends as select 1 as id",
    "function amity.me()": "create schema amity; create function amity.me() returns int return 1",
    "type amity.cause": "create schema amity; create type amity.cause as enum ('user')",
    "sequence amity.ids": "create schema amity; create sequence amity.ids",
    "extension citext": "create schema amity; create extension citext schema amity",
    "text search configuration amity.plain": (
        "create schema amity; create text search configuration amity.plain (copy = simple)"
    ),
    "schema amity of host_owner": "create schema amity authorization host_owner",
    "schema amity_private of host_owner": "create schema amity_private authorization host_owner",
    # a list of migrations, but of something else
    "table amity_private.migrations": (
        "create schema amity_private; create table amity_private.migrations (id int, name text)"
    ),
    # left over from an Amity whose other schema was dropped
    "function amity.uuid_v7()": (
        "create schema amity; create function amity.uuid_v7() returns uuid return gen_random_uuid()"
    ),
}


@pytest.fixture
def host_owner(server: Any) -> Iterator[str]:
    """Give a role of the host's own."""
    server.admin.execute("create role host_owner")
    yield "host_owner"
    server.admin.execute("drop role host_owner")


@pytest.fixture
def everything(execute: Execute) -> Callable[[str], set[Any]]:
    """Give a function that lists what stands in every schema of a database."""
    return lambda url: set(
        execute(
            url,
            "select nspname, nspowner, nspacl::text, pg_describe_object(classid, objid, 0)"
            " from pg_namespace left join pg_depend"
            " on refclassid = 'pg_namespace'::regclass and refobjid = pg_namespace.oid",
        )
    )


@pytest.mark.parametrize("found", FOREIGN)
def test_it_is_named_and_nothing_is_done(
    found: str,
    host_owner: str,
    empty_database: str,
    execute: Execute,
    everything: Callable[[str], set[Any]],
    house: Build,
    tiny: dict[str, str],
) -> None:
    execute(empty_database, FOREIGN[found])
    before = everything(empty_database)
    with pytest.raises(errors.ForeignObjectsError) as refused:
        migrations.up(empty_database, _root=house(tiny))
    assert found in str(refused.value)
    assert "drop schema" in refused.value.hint
    assert everything(empty_database) == before
    execute(empty_database, "drop schema if exists amity, amity_private cascade")


def test_nor_in_psql(
    empty_database: str,
    execute: Execute,
    everything: Callable[[str], set[Any]],
    psql: Psql,
    tmp_path: Path,
) -> None:
    execute(empty_database, FOREIGN["table amity.connections"])
    before = everything(empty_database)
    done = psql(empty_database, "-f", migrations.render(tmp_path)[0])
    assert "found there: table amity.connections" in done.stderr.splitlines()[0]
    assert everything(empty_database) == before


@pytest.mark.parametrize("encoding", ["SQL_ASCII", "LATIN1"])
def test_a_database_that_is_not_utf8_is_refused(
    encoding: str, server: Any, psql: Psql, tmp_path: Path
) -> None:
    """Texts are compared in Unicode, and people write in any script."""
    server.admin.execute(
        f"create database other encoding '{encoding}' locale 'C' template template0"
    )
    url = server.url("other")
    said = f"Amity needs a database in UTF8, and this one is in {encoding}"
    with pytest.raises(errors.OperationFailedError, match=said) as refused:
        migrations.up(url)
    assert "create database NAME encoding 'UTF8'" in refused.value.hint
    done = psql(url, "-f", migrations.render(tmp_path)[0])
    assert said in done.stderr.splitlines()[0]
    assert migrations.status(url).applied == []
    server.admin.execute("drop database other")


def test_an_empty_schema_of_our_own_is_taken(empty_database: str, execute: Execute) -> None:
    execute(empty_database, "create schema amity; create schema amity_private")
    assert migrations.up(empty_database)


@pytest.mark.postgres(18)  # the same statements on 15
@pytest.mark.deep
def test_what_is_left_when_a_schema_was_dropped(empty_database: str, execute: Execute) -> None:
    migrations.up(empty_database)
    execute(empty_database, "drop schema amity cascade")
    with pytest.raises(migrations.errors.SchemaMissingError) as refused:
        migrations.up(empty_database)
    assert "drop schema amity_private cascade" in refused.value.hint
    execute(empty_database, "drop schema amity_private cascade")
    assert migrations.up(empty_database)

    execute(empty_database, "drop schema amity_private cascade")
    with pytest.raises(errors.ForeignObjectsError, match=r"table amity\.blocks"):
        migrations.up(empty_database)
    execute(empty_database, "drop schema amity cascade")
    assert migrations.up(empty_database)
