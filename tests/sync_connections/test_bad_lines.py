"""Over a line that cuts, delays, drips and repeats: it is pulled until all has come, and once."""

from __future__ import annotations

import random
import sys
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from sync_connections.pair import Pair
from sync_connections.proxy import Harm, proxied

from amity.errors import AmityError

if TYPE_CHECKING:
    from amity.sync_connections.receiver import Secrets

pytestmark = [pytest.mark.postgres(18), pytest.mark.deep]

TABLES = """
create table public.things (id integer primary key, name text, body text);
create table public.events (id bigint generated always as identity primary key, n integer not null);
"""
ROWS = """
insert into public.things
select n, 'thing ' || n, repeat(md5(n::text), n % 20) from generate_series(1, {0}) as n;
insert into public.events (n) select generate_series(1, {0});
"""
HARMS: dict[str, tuple[Harm, ...]] = {
    "postgres": ("cut", "delayed", "dripping"),
    "http": ("cut", "delayed", "dripping", "twice", "twice, and the second response"),
}
# The proof in a request that is repeated is no longer good.
PROBLEMS = {"site_unreachable", "invalid_response", "sync_invalid_token"}


@pytest.mark.parametrize("over", HARMS)
def test_a_bad_line(over: str, pair: Pair, large: bool, seed: int) -> None:
    pair.introduce(TABLES, "public.things", "public.events")
    pair.run_there(ROWS.format(20_000 if large else 2000))
    page = 100  # most come through before they are cut
    missing = {"things": "overwrite", "events": "append"}
    problems: Counter[str] = Counter()
    with pair.over(over) as (url, secrets):
        site = urlsplit(url)
        assert site.port
        how = {"chance": random.Random(seed), "always_cut": over == "postgres"}
        with proxied(site.port, HARMS[over], **how) as proxy:
            bad = site._replace(netloc=site.netloc.replace(str(site.port), str(proxy.port)))
            for _ in range(1000):
                table, strategy = next(iter(missing.items()))
                problem = attempt(pair, bad.geturl(), secrets, table, strategy, page)
                if problem:
                    problems[problem.slug] += 1
                else:
                    del missing[table]
                if not missing:
                    break
    sys.stdout.write(f"{problems}, {Counter(proxy.suffered)}\n")
    assert not missing
    assert set(problems) <= PROBLEMS
    assert set(proxy.suffered) == set(HARMS[over])
    for table in ("public.things", "public.events"):
        assert pair.rows(pair.here, table) == pair.rows(pair.there, table)
    assert pair.run_here("select count(*) = count(distinct n) from public.events") == [(True,)]


def attempt(
    pair: Pair, url: str, secrets: Secrets, table: str, strategy: str, page: int
) -> AmityError | None:
    """Pulls until something stands in the way, and gives that."""
    try:
        with pair.source(url, secrets) as source:
            (result,) = pair.pull(table, source=source, strategy=strategy, page=page)
            return result.problem
    except AmityError as problem:
        return problem
