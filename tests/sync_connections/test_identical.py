"""What is copied is identical, whatever the tables are: both ways, and nothing twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from support.clusters import Cluster, Template
from sync_connections import awkward, flights
from sync_connections.compare import identical
from sync_connections.pair import Pair

if TYPE_CHECKING:
    from amity.sync_connections.receiver import TableResult


@pytest.fixture
def sites(server: Cluster, template: Template) -> Iterator[Pair]:
    """Two databases of the same version, as not every type is in both."""
    with (
        server.clone(template("migrated")) as here,
        server.clone(template("migrated")) as there,
    ):
        pair = Pair(here, there, server)
        pair.run_here("select amity.new_sync_site_id()")  # both are copies of one
        yield pair


def complete(results: list[TableResult]) -> None:
    """Whether each table arrived, with every record."""
    wrong = {
        result.table: result.problem or (result.counts, result.receipt.errors[:3])
        for result in results
        if result.problem or not result.receipt or result.counts["failed"]
    }
    assert not wrong, wrong


def test_every_built_in_type_is_among_them(server: Cluster) -> None:
    query = """
        select format_type(oid, null) from pg_type
        where typnamespace = 'pg_catalog'::regnamespace and typtype in ('b', 'r', 'm')
          and typcategory <> 'A'
    """
    types = {name for (name,) in server.admin.execute(query)}
    tried = server.admin.execute(
        "select format_type(to_regtype(name), null) from unnest(%s::text[]) as name",
        [list(awkward.VALUES)],
    )
    assert types - awkward.INTERNAL == {name for (name,) in tried}


@pytest.mark.deep
@pytest.mark.parametrize("over", ["postgres", pytest.param("http", marks=pytest.mark.postgres(18))])
def test_awkward_tables(over: str, sites: Pair) -> None:
    for url in (sites.here, sites.there):
        awkward.build(url)
    awkward.fill(sites.there)
    tables = awkward.names(sites.there)
    assert len(tables) > 100
    sites.introduce("", *tables)
    with sites.over(over) as how, sites.source(*how) as source:
        complete(sites.pull(*tables, source=source, page=20))
    identical(sites.there, sites.here, tables)


@pytest.mark.postgres(18)  # the tables are as plain as they come
def test_flights(sites: Pair, large: bool) -> None:
    """Where nothing was made for this test; and a second time there is nothing to do."""
    for url in (sites.here, sites.there):
        flights.build(url)
    flights.fill(sites.there, None if large else 3000)
    sites.introduce("", *flights.NAMES)
    for strategy in ("skip", "overwrite"):
        results = sites.pull(*flights.NAMES, strategy=strategy)
        complete(results)
    assert all(
        each.counts["skipped"] == each.receipt.transfer.records_transferred for each in results
    )
    identical(sites.there, sites.here, flights.NAMES)
