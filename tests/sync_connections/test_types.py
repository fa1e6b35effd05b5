"""What a page says of a value gives the same value back, of every type, whatever the session."""

from __future__ import annotations

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo
from support.clusters import Cluster
from sync_connections.site import sending

TABLE = """
create type public.mood as enum ('sad', 'it''s "ok"', 'happy');
create type public.pair as (x integer, "odd ""name" text);
create domain public.positive as numeric check (value > 0);
create table public.every (
  id bigint generated always as identity,
  tenant uuid not null,
  small smallint, whole integer, exact numeric, scaled numeric(12, 4), single real,
  twice double precision, price money, yes boolean, bytes bytea,
  letters text, varied varchar(20), fixed char(5), blank bpchar, one "char", word name,
  day date, clock time, clock_zone timetz, moment timestamp, instant timestamptz, span interval,
  tree jsonb, text_tree json, bits bit(3), many_bits bit varying,
  address inet, network cidr, hardware macaddr,
  feeling mood, feelings mood[], both_sides pair, sides pair[], more positive,
  texts text[], numbers numeric[], nested integer[][], shifted integer[],
  instants timestamptz[], trees jsonb[],
  numbers_between int4range, spans tstzrange, apart int4multirange,
  dot point, ring circle, shape polygon,
  words tsvector, question tsquery, place pg_lsn, whose regclass, road jsonpath,
  doubled bigint generated always as (whole::bigint * 2) stored,
  "Odd ""Column" text,
  primary key (tenant, id)
)
"""

# Each stands in a row of its own, the rest of which is null.
VALUES = {
    "small": ["-32768", "32767"],
    "whole": ["-2147483648", "2147483647", "0"],
    "exact": ["NaN", "Infinity", "-Infinity", "0.00000000000000000001000", "1e400", "-0.0"],
    "scaled": ["-99999999.9999", "0", "NaN"],
    "single": ["NaN", "3.4028235e38", "1e-45", "0.1", "-0"],
    "twice": [
        "NaN",
        "-Infinity",
        "1.7976931348623157e308",
        "5e-324",
        "0.1",
        "-0",
        "0.30000000000000004",
    ],
    "price": ["-1234.56", "0.01", "92233720368547758.07"],
    "yes": ["t", "f"],
    "bytes": ["\\x", "\\x00ff5c27", "\\xdeadbeef"],
    "letters": [
        "",
        "NULL",
        "\\N",
        "null",
        "tab\t nl\n cr\r bs\\ q' dq\" $1 %s",
        "é 😀 \u202e",
        "\x01\x7f",
    ],
    "varied": ["", "x  ", "x" * 20],
    "fixed": ["", "ab", "abcde"],
    "blank": ["ab   ", " ", ""],
    "one": ["x", "\\000", "\\377", " "],
    "word": ["", "x y"],
    "day": ["4713-01-01 BC", "infinity", "-infinity", "1900-02-28", "5874897-12-31"],
    "clock": ["24:00", "23:59:59.999999", "00:00"],
    "clock_zone": ["00:00:00+15:59", "12:00-08", "00:00Z"],
    "moment": ["infinity", "294276-12-31 23:59:59.999999", "1999-01-01 00:00:00.1"],
    "instant": [
        "infinity",
        "-infinity",
        "4714-11-24 00:00:00+00 BC",
        "2024-02-29 23:59:59.5+05:30",
    ],
    "span": ["-178000000 years", "-1 mon +3 days -04:05:06.789", "PT0S", "1 year -1 day"],
    "tree": ['{"b": [1.10, null, "\\u00e9"], "a": 1e400}', "null", '"x"', "{}", "-0.0"],
    "text_tree": ['{ "b":1,  "b": 2 }', "null", " [1 ] "],
    "bits": ["101", "000"],
    "many_bits": ["", "1", "0" * 100],
    "address": ["10.1.2.3/8", "::1", "10.0.0.1"],
    "network": ["10.0.0.0/8", "::/0"],
    "hardware": ["08:00:2b:01:02:03"],
    "feeling": ['it\'s "ok"', "sad"],
    "feelings": ['{sad,"it\'s \\"ok\\""}', "{}"],
    "both_sides": ['(1,"a,\\\\""b)")', "(,)", '(,"")'],
    "sides": ['{"(1,)","(,x)",NULL}', "{}"],
    "more": ["3.50", "NaN"],
    "texts": ['{a,NULL,"NULL","","q\\"x","back\\\\slash","{}"," "}', "{}"],
    "numbers": ["{NaN,1e100,NULL,1.10}"],
    "nested": ["{{1,2},{3,4}}", "{{NULL}}"],
    "shifted": ["[-2:0]={1,2,3}", "[5:6][0:0]={{1},{2}}"],
    "instants": ['{infinity,"2020-02-29 12:00:00.000001+00"}'],
    "trees": ['{"{\\"a\\": 1}","null",NULL}'],
    "numbers_between": ["[1,5)", "empty", "(,)"],
    "spans": ['["2020-01-01 00:00+00",)', "(,infinity]"],
    "apart": ["{[1,3),[7,9)}", "{}"],
    "dot": ["(0.1,1e-300)", "(NaN,-Infinity)"],
    "ring": ["<(1,2),3>"],
    "shape": ["((0,0),(1,1),(1,0))"],
    "words": ["'a b':1A c:2", ""],
    "question": ["'a' & !b", ""],
    "place": ["FF/0"],
    "whose": ["pg_class"],
    "road": ['$."a b"[*]'],
    'Odd "Column': ["x"],
}
HELD = sum(map(len, VALUES.values())) + 200


@pytest.fixture
def other_database(server: Cluster) -> str:
    with server.database("empty", lambda url: None) as url:
        yield url


def fill(url: str) -> None:
    with psycopg.connect(url) as conn:
        conn.execute("set lc_monetary = 'C'")
        for column, values in VALUES.items():
            insert = sql.SQL("insert into public.every (tenant, {}) values (gen_random_uuid(), %s)")
            for value in values:
                conn.execute(insert.format(sql.Identifier(column)), [value])
        conn.execute(
            "insert into public.every (tenant, whole, twice, letters) select gen_random_uuid(), n,"
            " random() * 10 ^ (n - 100), repeat('é', n) from generate_series(1, 200) as n"
        )


# A session of the caller's that writes everything differently, were it asked.
UPSIDE_DOWN = (
    "-c datestyle=German -c intervalstyle=sql_standard -c timezone=Asia/Kathmandu"
    " -c extra_float_digits=-15 -c bytea_output=escape -c quote_all_identifiers=on"
    " -c search_path=nowhere -c standard_conforming_strings=off -c array_nulls=off"
    " -c transform_null_equals=on -c enable_indexscan=off -c xmloption=document"
)


@pytest.mark.parametrize("size", [7, 1000])
def test_every_type_arrives_as_it_was(size: int, database: str, other_database: str) -> None:
    site = sending(database, TABLE, "public.every")
    fill(database)
    pages = site.every_page("every", limit=size, url=make_conninfo(database, options=UPSIDE_DOWN))
    assert sum(page.record_count or 0 for page in pages) == HELD
    # and in one way, for every session
    assert [page.records for page in site.every_page("every", limit=size)] == [
        page.records for page in pages
    ]

    with psycopg.connect(other_database) as there:
        there.execute(TABLE)
        columns = pages[0].columns or []
        arriving = [place for place, column in enumerate(columns) if not column["generated"]]
        names = sql.SQL(", ").join(sql.Identifier(columns[place]["name"]) for place in arriving)
        there.execute("set lc_monetary = 'C'")
        with there.cursor().copy(
            sql.SQL("copy public.every ({}) from stdin").format(names)
        ) as copy:
            for page in pages:
                for record in page.records or []:
                    copy.write_row([record[place] for place in arriving])

    # What the two hold, and what Postgres sends of it in binary: there, an oid is each one's own.
    query = "select every::text from public.every order by id"
    binary = "select {} from public.every order by id"
    own = {"whose", "feeling", "feelings", "both_sides", "sides"}
    kept = sql.SQL(", ").join(
        sql.Identifier(column["name"]) for column in columns if column["name"] not in own
    )
    with psycopg.connect(database) as here, psycopg.connect(other_database) as there:
        for conn in (here, there):
            conn.execute("set timezone = 'UTC'")
        assert here.execute(query).fetchall() == there.execute(query).fetchall()
        raw = []
        for conn in (here, there):
            with conn.cursor(binary=True) as cursor:
                result = cursor.execute(sql.SQL(binary).format(kept)).pgresult
                assert result
                raw.append(
                    [
                        [result.get_value(row, place) for place in range(result.nfields)]
                        for row in range(HELD)
                    ]
                )
        assert raw[0] == raw[1]


CITEXT = """
create extension if not exists citext with schema public;
create table public.words (word public.citext, n integer, primary key (word, n));
insert into public.words
select w, n from unnest(array['a', 'B', 'c', 'D', 'é', 'Z', 'z1']) as w, generate_series(1, 3) as n;
create table public.names (name public.citext primary key);
insert into public.names select distinct word from public.words;
"""


@pytest.mark.parametrize("table", ["words", "names"])
def test_a_key_whose_operators_live_elsewhere(table: str, database: str) -> None:
    """Ordered as the index orders it: neither as text nor as anything else that could be found."""
    site = sending(database, CITEXT, "public.words", "public.names")
    with psycopg.connect(database) as conn:
        conn.execute("set search_path = public")
        wanted = conn.execute(
            sql.SQL("select to_jsonb(array[word::text, n::text]) from words order by word, n")
            if table == "words"
            else sql.SQL("select to_jsonb(array[name::text]) from names order by name")
        ).fetchall()
    for size in (1, 2, 5):
        pages = site.every_page(table, limit=size)
        assert [record for page in pages for record in page.records or []] == [w for (w,) in wanted]


WIDE = (
    "create table public.wide (id integer primary key, {}); insert into public.wide (id) values (1)"
)


def test_as_many_columns_as_a_table_can_have(database: str) -> None:
    columns = ", ".join(f"c{n} integer" for n in range(1590))
    site = sending(database, WIDE.format(columns), "public.wide")  # type: ignore[arg-type]
    page = site.pull("wide")
    assert page.records == [["1", *[None] * 1590]]


@pytest.mark.postgres(18)
def test_virtual_columns_and_keys_of_periods(database: str) -> None:
    site = sending(
        database,
        """
        create extension if not exists btree_gist;
        create table public.booked (
          room integer, during int4range, half integer generated always as (room / 2) virtual,
          primary key (room, during without overlaps)
        );
        insert into public.booked (room, during)
        select room, int4range(n, n + 1)
        from generate_series(1, 3) as room, generate_series(1, 3) as n;
        """,
        "public.booked",
    )
    pages = site.every_page("booked", limit=2)
    assert [record for page in pages for record in page.records or []] == [
        [str(room), f"[{n},{n + 1})", str(room // 2)] for room in (1, 2, 3) for n in (1, 2, 3)
    ]
    assert [column["generated"] for column in pages[0].columns or []] == [False, False, True]
