"""`down`: back again, all of it and nothing else."""

from __future__ import annotations

import concurrent.futures

import psycopg
import pytest
from migrations.kit import IDS, Build, Catalog, Execute

from amity import migrations


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
