"""A row that stays as it is, is not written; a row that a rule of the host refuses, is named."""

from __future__ import annotations

import pytest
from sync_connections.lying import always, records, told
from sync_connections.pair import Pair

pytestmark = pytest.mark.postgres(18)

EVERY = """
create table public.odd (
  id integer primary key, j json, p point, n numeric, t text, f double precision
)
"""
ROWS = """
insert into public.odd values
  (1, '{"a": 1}', '(1,2)', 1.0, null, 'nan'), (2, '[]', null, 2, 'two', 2),
  (3, null, '(0,0)', 3, 'three', 3)
"""


@pytest.mark.parametrize("strategy", ["overwrite", "merge"])
def test_what_is_unchanged_is_skipped(strategy: str, pair: Pair) -> None:
    pair.introduce(EVERY, "public.odd")
    pair.run_there(ROWS)
    assert pair.pulled("odd", strategy=strategy).records_created == 3
    written = "select id, xmin::text from public.odd order by id"
    before = pair.run_here(written)
    again = pair.pulled("odd", strategy=strategy)
    assert (again.records_updated, again.records_skipped) == (0, 3)
    assert pair.run_here(written) == before
    # as it is written: not equal to the number that it equals
    pair.run_there("update public.odd set n = 2.00 where id = 2; update public.odd set t = null")
    again = pair.pulled("odd", strategy=strategy, page=2)
    updated = {"overwrite": 2, "merge": 1}[strategy]
    assert (again.records_updated, again.records_skipped) == (updated, 3 - updated)
    assert pair.run_here("select n::text from public.odd where id = 2") == [("2.00",)]


@pytest.mark.parametrize("state", ["ABC01", "P0001", "22000", "ZZ999"])
def test_a_trigger_of_the_host_refuses_one_row(state: str, alone: Pair) -> None:
    alone.run_here(f"""
        create function public.rule() returns trigger language plpgsql as $$
        begin
          if new.id = 2 then
            raise 'not two' using errcode = '{state}';
          end if;
          return new;
        end $$;
        create trigger rule before insert on public.things
        for each row execute function public.rule();
    """)  # type: ignore[arg-type]
    received = told(alone, always(records(["1", "a"], ["2", "b"], ["3", "c"])))
    assert received.receipt
    (error,) = received.receipt.errors
    assert (error.key, error.message, error.sqlstate) == (["2"], "not two", state)
    assert alone.run_here("select array_agg(id order by id) from public.things") == [([1, 3],)]
