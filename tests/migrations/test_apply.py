"""`up` and `status`: once, however many ask."""

from __future__ import annotations

import json
import subprocess
import uuid
from collections.abc import Iterator

import psycopg
import pytest
from migrations.kit import IDS, Build, Catalog, Execute, command
from support.patience import PATIENCE

from amity import errors, migrations
from amity.migrations.templates import rendered


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


def test_yoyo_leaves_nothing_of_its_own(database: str, execute: Execute) -> None:
    tables = (
        "select relname from pg_class "
        "where relname ~ 'yoyo' or relnamespace = 'public'::regnamespace"
    )
    assert execute(database, tables) == []


def test_no_role_may_touch_the_list_of_migrations(database: str, execute: Execute) -> None:
    grants = (
        "select grantee from information_schema.role_table_grants "
        "where table_schema = 'amity_private' and table_name = 'migrations' "
        "and grantee <> grantor"
    )
    assert execute(database, grants) == []


@pytest.mark.postgres(18)  # locks are alike on 15
@pytest.mark.deep
def test_eight_processes_at_once_apply_everything_once(
    empty_database: str, installed: str, catalog: Catalog, execute: Execute
) -> None:
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
        stdout, stderr = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, stderr
        applied += [each["id"] for each in json.loads(stdout)["applied"]]
    assert sorted(applied) == IDS
    assert catalog(empty_database) == catalog(installed)


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


def test_no_role_that_up_makes_is_above_row_security(database: str, execute: Execute) -> None:
    roles = (
        "select rolname from pg_roles where rolname in ('anon', 'authenticated', 'service_role')"
    )
    assert len(execute(database, roles)) == 3
    assert execute(database, f"{roles} and (rolbypassrls or rolsuper)") == []


@pytest.mark.deep
def test_up_and_down_need_no_superuser(
    empty_database: str, another_database: str, owner: str, execute: Execute, catalog: Catalog
) -> None:
    database = psycopg.conninfo.conninfo_to_dict(empty_database)["dbname"]
    with pytest.raises(errors.InsufficientPrivilegeError, match="permission denied"):
        migrations.up(as_(owner, empty_database))
    assert migrations.status(empty_database).applied == []

    execute(empty_database, f"grant create on database {database} to {owner}")
    assert [each.id for each in migrations.up(as_(owner, empty_database))] == IDS
    superuser = execute(empty_database, "select current_user")[0][0]
    # The same, but for the owner, and for who granted.
    theirs = catalog(empty_database).replace(owner, superuser)
    assert sorted(theirs.splitlines()) == sorted(catalog(another_database).splitlines())

    execute(empty_database, f"create role {owner}_guest login password 'opensesame'")
    try:
        for verb in (migrations.status, migrations.up, migrations.down):
            with pytest.raises(errors.InsufficientPrivilegeError):
                verb(as_(f"{owner}_guest", empty_database))
    finally:
        execute(empty_database, f"drop role {owner}_guest")

    # A second `up` needs no right to create anything.
    execute(empty_database, f"revoke create on database {database} from {owner}")
    assert migrations.up(as_(owner, empty_database)) == []
    # To find what is not Amity's, `down` makes once more what the migrations make.
    with pytest.raises(errors.InsufficientPrivilegeError, match="permission denied"):
        migrations.down(as_(owner, empty_database))
    assert catalog(empty_database).replace(owner, superuser) == theirs
    execute(empty_database, f"grant create on database {database} to {owner}")
    assert migrations.down(as_(owner, empty_database)) == IDS[::-1]


def test_a_missing_role_is_told_from_a_missing_right(
    empty_database: str, owner: str, execute: Execute, house: Build, tiny: dict[str, str]
) -> None:
    database = psycopg.conninfo.conninfo_to_dict(empty_database)["dbname"]
    execute(empty_database, f"alter database {database} owner to {owner}")
    tiny["migrations/0001.foundation.sql"] += f"create role {owner}_client nologin;\n"
    with pytest.raises(errors.InsufficientPrivilegeError, match="create role") as refused:
        migrations.up(as_(owner, empty_database), _root=house(tiny))
    assert "CREATEROLE" in refused.value.hint
    assert migrations.status(empty_database, _root=house(tiny)).applied == []
