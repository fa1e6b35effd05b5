"""`amity sync compare`: the same rows on two servers of different versions, or not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from sync_connections.lying import always, lying, offering
from sync_connections.pair import Pair
from sync_connections.rest import jwt
from sync_connections.test_command import amity, said, token, wide

from amity.sync_connections import receiver

__all__ = ["token", "wide"]

pytestmark = pytest.mark.postgres(18)  # the other server, which sends, is the older one

# what the two versions, and their sessions, could write in different ways
AWKWARD = """
create type public.pair as (n float8, t text);
create table public.awkward (
  id bigint primary key, real float4, double float8, exact numeric, at timestamptz, since interval,
  bytes bytea, doc jsonb, many text[], two public.pair, padded char(5), price money,
  doubled bigint generated always as (id * 2) stored
)
"""
ROWS = """
insert into public.awkward
select n, n / 3.0, n / 7.0, n / 9.0, timestamptz '2020-01-01' + n * interval '7 s',
  n * interval '1 month -3 days 04:05', sha256(n::text::bytea), jsonb_build_object('b', n),
  array['x', null, '"', n::text], case when n % 2 = 0 then row(n, null)::public.pair end, n::text,
  n::numeric::money
from generate_series(1, 500) as n
"""


def test_compare(token: Path, pair: Pair) -> None:
    def compared(*tables: str) -> tuple[int, list[dict]]:
        options = [word for table in tables for word in ("--table", table)]
        result = amity("compare", "Site A", *options, "--json")
        return result.exit_code, said(result)["tables"]

    pair.run_there(AWKWARD)
    pair.run_there(ROWS)
    pair.run_here(AWKWARD + "; alter table public.awkward add seen timestamptz default now()")
    pair.run_there("update amity.sync_connections set approval_mode = 'auto_approve'")
    assert amity("offer", "public.awkward", pair.there).exit_code == 0
    differs = amity("compare", "Site A", "--table", "awkward")
    assert differs.exit_code == 4
    assert "│ public.awkward │ 0         │ 500              │ differs │" in differs.stdout
    assert amity("pull", "Site A", "--table", "awkward", "--table", "things").exit_code == 0
    used = pair.run_there("select downloads_used, records_downloaded from amity.sync_connections")
    code, tables = compared("awkward", "things")
    assert (code, [each["is_identical"] for each in tables]) == (0, [True, True])
    assert (tables[0]["rows"], tables[0]["rows_at_site"], tables[0]["problem"]) == (500, 500, None)
    assert "seen" not in tables[0]["columns"]
    assert {"doubled", "two", "price"} < set(tables[0]["columns"])
    pair.run_here("update public.awkward set double = double + 1e-15 where id = 7")
    code, tables = compared("things", "awkward")
    assert (code, [each["is_identical"] for each in tables]) == (4, [True, False])
    assert used == pair.run_there(
        "select downloads_used, records_downloaded from amity.sync_connections"
    )

    # what cannot be compared, beside what can
    pair.run_there("update amity.sync_connections set max_records_per_request = 499")
    pair.run_here("create table public.unoffered (id integer)")
    code, tables = compared("things", "awkward", "unoffered", "nothing")
    assert (code, [each["is_identical"] for each in tables]) == (1, [True, None, None, None])
    assert [each["problem"] and each["problem"]["slug"] for each in tables] == [
        None,
        "sync_table_too_large",
        "cannot_receive",
        "cannot_receive",
    ]
    plain = amity("compare", "Site A", "--table", "awkward")
    assert plain.exit_code == 1
    assert "public.awkward: This table is too large for a checksum." in plain.stderr


def test_compare_needs_the_approval_of_a_pull(token: Path, pair: Pair) -> None:
    unapproved = amity("compare", "Site A", "--table", "things")
    assert unapproved.exit_code == 1
    assert "This table needs an approval." in unapproved.stderr
    assert amity("pull", "Site A", "--table", "things").exit_code == 3
    ((transfer,),) = pair.run_there("select id from amity.sync_transfers")
    assert amity("approve", transfer, pair.there).exit_code == 0
    assert amity("pull", "Site A", "--table", "things").exit_code == 0
    assert amity("compare", "Site A", "--table", "things").exit_code == 0


def test_compare_over_http(pair: Pair) -> None:
    pair.introduce("create table public.things (id integer primary key)", "public.things")
    with pair.rest() as rest, psycopg.connect(pair.here, autocommit=True) as conn:
        site = pair.connect(rest.url, "over HTTP")
        secrets = receiver.Secrets(pair.sender.token, login=jwt(role="amity_receiver"))
        options = receiver.Options(allow_private=True)
        (found,) = receiver.compare(conn, site, secrets, ["things"], options)
    assert found == receiver.Comparison("public.things", ["id"], 0, 0, is_identical=True)


@pytest.mark.parametrize(
    "lie",
    [{"columns": ["id"]}, {"row_count": -1}, {"checksum": None}, {"checksum": "9" * 101}],
    ids=lambda lie: next(iter(lie)),
)
def test_a_lie_about_a_checksum(lie: dict, alone: Pair) -> None:
    head = {"allowed": True, "http_status": 200, "slug": None, "message": None, "hint": None}
    digest = {**head, "columns": ["id", "name"], "row_count": 0, "checksum": "0"}
    secrets = receiver.Secrets("token")
    options = receiver.Options(allow_private=True)
    found = []
    with psycopg.connect(alone.here, autocommit=True) as conn:
        for answer in (digest, digest | lie):
            with lying(offering(always(answer))) as url:
                site = replace(alone.site, site_url=url)
                found += receiver.compare(conn, site, secrets, ["things"], options)
    honest, lied = found
    assert honest.is_identical
    assert lied.problem is not None
    assert (lied.is_identical, lied.problem.slug) == (None, "invalid_response")
