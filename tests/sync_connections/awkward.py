"""Tables that a copy gets wrong easily: one for each built-in type, and one for each odd shape."""

from __future__ import annotations

import re
from typing import Any

import psycopg

# Every built-in type that a column of a host may have, with values at its edges.
VALUES: dict[str, list[str]] = {
    '"char"': ["x", "\\000", "\\377", " "],
    "aclitem": ["postgres=r/postgres"],
    "bigint": ["-9223372036854775808", "9223372036854775807", "0"],
    "bit(3)": ["101", "000"],
    "bit varying": ["", "1", "0" * 100],
    "boolean": ["t", "f"],
    "box": ["(1,1),(0,0)", "(NaN,1),(-Infinity,0)"],
    "bytea": ["\\x", "\\x00ff5c27", "\\xdeadbeef"],
    "character(5)": ["", "ab", "abcde"],
    "bpchar": ["ab   ", " ", ""],
    "character varying(20)": ["", "x  ", "x" * 20],
    "cid": ["0", "4294967295"],
    "cidr": ["10.0.0.0/8", "::/0"],
    "circle": ["<(1,2),3>", "<(0.1,1e-300),NaN>"],
    "date": ["4713-01-01 BC", "infinity", "-infinity", "1900-02-28", "5874897-12-31"],
    "datemultirange": ["{[2020-01-01,2020-02-01),[2021-01-01,)}", "{}"],
    "daterange": ["[2020-01-01,2020-02-01)", "empty", "(,)", "[-infinity,infinity]"],
    "double precision": ["NaN", "-Infinity", "1.7976931348623157e308", "5e-324", "-0", "0.1"],
    "inet": ["10.1.2.3/8", "::1", "10.0.0.1"],
    "int4multirange": ["{[1,3),[7,9)}", "{}"],
    "int4range": ["[1,5)", "empty", "(,)"],
    "int8multirange": ["{(,-9223372036854775808),[7,9)}", "{}"],
    "int8range": ["[1,9223372036854775807)", "empty"],
    "integer": ["-2147483648", "2147483647", "0"],
    "interval": ["-178000000 years", "-1 mon +3 days -04:05:06.789", "PT0S", "1 year -1 day"],
    "interval day to second(2)": ["3 days 04:05:06.78"],
    "json": ['{ "b":1,  "b": 2 }', "null", " [1 ] ", '"\\u0000"', "1e999999"],
    "jsonb": [
        '{"b": [1.10, null, "\\u00e9"], "a": 1e400}',
        *("null", '"x"', "{}", "-0.0", "[]", "true"),
        '"\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u001f \\u2028 \\ud83d\\ude00"',
    ],
    "jsonpath": ['$."a b"[*]', "strict $.x ? (@ > 1)"],
    "line": ["{1,2,3}", "{1,-1,0}"],
    "lseg": ["[(0,0),(1,1)]"],
    "macaddr": ["08:00:2b:01:02:03"],
    "macaddr8": ["08:00:2b:01:02:03:04:05"],
    "money": ["-1234.56", "0.01", "92233720368547758.07"],
    "name": ["", "x y", "x" * 63],
    "numeric": ["NaN", "Infinity", "-Infinity", "0.00000000000000000001000", "1e400", "1.10"],
    "numeric(12,4)": ["-99999999.9999", "0", "NaN"],
    "numeric(3,-2)": ["99900", "-100"],
    "nummultirange": ["{[1.0,1.10),[7,)}", "{}"],
    "numrange": ["[1.10,1.2)", "(,NaN]", "empty"],
    "oid": ["0", "4294967295"],
    "path": ["[(0,0),(1,1)]", "((0,0),(1,1),(1,0))"],
    "pg_lsn": ["0/0", "FF/0"],
    "pg_snapshot": ["10:20:10,14,15"],
    "point": ["(0.1,1e-300)", "(NaN,-Infinity)"],
    "polygon": ["((0,0),(1,1),(1,0))"],
    "real": ["NaN", "3.4028235e38", "1e-45", "0.1", "-0"],
    "refcursor": ["x"],
    "regclass": ["pg_class", "-"],
    "regcollation": ['"C"'],
    "regconfig": ["english"],
    "regdictionary": ["simple"],
    "regnamespace": ["pg_catalog"],
    "regoper": ["pg_catalog.||/"],
    "regoperator": ["*(integer,integer)", "-(NONE,integer)"],
    "regproc": ["pg_catalog.now"],
    "regprocedure": ["abs(numeric)"],
    "regrole": ["postgres"],
    "regtype": ["integer[]", "timestamp with time zone"],
    "smallint": ["-32768", "32767"],
    "text": [
        *("", "NULL", "\\N", "null", "\\.", "é 😀 \u202e", "\x01\x7f", "e\u0301"),
        "tab\t nl\n cr\r crlf\r\n bs\\ q' dq\" $1 %s ,;|",
    ],
    "tid": ["(0,1)", "(4294967295,65535)"],
    "time without time zone": ["24:00", "23:59:59.999999", "00:00"],
    "time with time zone": ["00:00:00+15:59", "12:00-08", "00:00Z"],
    "timestamp without time zone": ["infinity", "294276-12-31 23:59:59.999999", "0001-01-01 BC"],
    "timestamp with time zone": ["-infinity", "4714-11-24 00:00:00+00 BC", "2024-02-29 12:00+0530"],
    "timestamp(0) with time zone": ["2024-02-29 23:59:59+00"],
    "tsmultirange": ['{["2020-01-01 00:00:00","2020-02-01 00:00:00")}', "{}"],
    "tsquery": ["'a' & !b", "'a' <2> 'b':*A", ""],
    "tsrange": ['["2020-01-01 00:00:00",infinity]', "empty"],
    "tstzmultirange": ['{["2020-01-01 00:00:00+00",)}', "{}"],
    "tstzrange": ['["2020-01-01 00:00+00",)', "(,infinity]"],
    "tsvector": ["'a b':1A c:2,3B", "''''", ""],
    "txid_snapshot": ["10:20:10,14,15"],
    "uuid": ["00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff"],
    "xid": ["0", "4294967295"],
    "xid8": ["0", "18446744073709551615"],
    "xml": ["<a b='1'>&amp;<!-- c --></a>", "no element", ""],
}

# What a table of a host cannot have, or no statement can give a value.
INTERNAL = {
    *("gtsvector", "pg_brin_bloom_summary", "pg_brin_minmax_multi_summary", "pg_dependencies"),
    *("pg_mcv_list", "pg_ndistinct", "pg_node_tree"),
}

_COLUMNS = "v {0}, many {0}[], domained awkward.{1}, nested awkward.{1}[]"
_ROW = """
insert into awkward.{table} (k, n, v, many, domained, nested)
select %(value)s, n, v, array[v, null, v], v, array[array[v, v], array[v, null]]
from (values (%(number)s, %(value)s), (-%(number)s, null)) as one (n, v)
"""


def _table(type_: str) -> str:
    return "of_" + re.sub(r"\W+", "_", type_).strip("_")


def build(url: str) -> None:
    """Makes the tables, on each of the two sides."""
    with psycopg.connect(url) as conn:
        conn.execute(SHAPES)
        for type_ in _types(conn):
            table, domain = _table(type_), f"domain_{_table(type_)}"
            columns = _COLUMNS.format(type_, domain)
            conn.execute(f"create domain awkward.{domain} as {type_}")
            create = f"create table awkward.{table} (k {type_} not null, n integer, {columns}, "
            try:
                with conn.transaction():
                    conn.execute(f"{create} primary key (k, n))")
            except psycopg.errors.UndefinedObject:  # no index orders its values
                conn.execute(f"{create} number integer generated always as identity primary key)")


def fill(url: str) -> None:
    """Gives them rows, where they are sent from."""
    with psycopg.connect(url) as conn:
        conn.execute("set lc_monetary = 'C'")
        conn.execute(ROWS)
        for type_ in _types(conn):
            row = _ROW.format(table=_table(type_)).replace("%(value)s", f"%(value)s::{type_}")
            for number, value in enumerate(VALUES[type_], 1):
                conn.execute(row, {"value": value, "number": number})


def _types(conn: psycopg.Connection[Any]) -> list[str]:
    return [type_ for type_ in VALUES if type_ != "xml" or has_xml(conn)]


def has_xml(conn: psycopg.Connection[Any]) -> bool:
    """Whether this Postgres was built with it."""
    try:
        with conn.transaction():
            conn.execute("select ''::xml")
    except psycopg.errors.FeatureNotSupported:
        return False
    return True


def names(url: str) -> list[str]:
    """The tables, as a site names them."""
    query = """
        select amity_private.sync_table_name(format('%I.%I', nspname, relname))
        from pg_class join pg_namespace on pg_namespace.oid = relnamespace
        where nspname in ('awkward', 'Awkward " schema') and relkind in ('r', 'p')
          and not relispartition
        order by pg_class.oid
    """
    with psycopg.connect(url) as conn:
        return [name for (name,) in conn.execute(query)]


LONG = "long " + "é" * 29  # 63 bytes, with spaces
WIDTH = 1500

SHAPES = f"""
create schema awkward;
create schema "Awkward "" schema";

create type awkward.mood as enum ('sad', 'it''s "ok"', 'happy', '');
create type awkward.pair as (x integer, "odd ""name" text);
create type awkward.pairs as (one awkward.pair, others awkward.pair[], mood awkward.mood);
create type awkward.moods as range (subtype = awkward.mood);
create domain awkward.positive as numeric check (value > 0);
create domain awkward.small as awkward.positive not null check (value < 100);
create extension citext with schema awkward;
create extension hstore with schema awkward;
create extension ltree with schema awkward;

-- types of one's own
create table awkward.enums (mood awkward.mood primary key, moods awkward.mood[]);
create table awkward.composites (
  id integer primary key, pair awkward.pair, pairs awkward.pair[], deep awkward.pairs
);
create table awkward.composite_key (pair awkward.pair primary key, n integer);
create table awkward.ranges (between awkward.moods primary key, n awkward.moods[]);
create table awkward.domains (n awkward.small primary key, many awkward.positive[]);
create table awkward.extensions (
  word awkward.citext, path awkward.ltree, tags awkward.hstore, primary key (word, path)
);

-- keys
create table awkward.many_keys (
  a integer, b text, c uuid, d date, e boolean, f numeric, g awkward.mood, value text,
  primary key (g, f, e, d, c, b, a)
);
create table awkward.thirty_two_keys ({", ".join(f"k{n} smallint" for n in range(32))},
  primary key ({", ".join(f"k{n}" for n in reversed(range(32)))}));
create table awkward.array_key (numbers integer[], texts text[], primary key (numbers, texts));
create table awkward.collated_key (word text collate "C", other text collate "POSIX",
  primary key (word, other));
create table awkward.including (id integer, also text, primary key (id) include (also));
create table awkward.deferred_key (id integer primary key deferrable initially deferred, n integer);
create table awkward.long_key (word text primary key, n integer);
create table awkward.only_a_key (id bigint primary key);

-- names
create table "Awkward "" schema"."Odd ""table"".;--" (
  "Id ""x"" " integer primary key, "select" text, "a.b" text, " " text, "{LONG}" text,
  "%s" text, "$1" text, "t" text, "a" text, ctid_ text, "NULL" text, "key" text, "record" text
);
create table awkward."{LONG}" (id integer primary key);
create table awkward."order" (id integer primary key, "user" text);

-- what Postgres computes
create table awkward.generated (
  id integer primary key, n integer, twice bigint generated always as (n::bigint * 2) stored,
  word text default 'default' not null
);
create table awkward.identity_always (id bigint generated always as identity primary key, n int);
create table awkward.identity_default (
  id integer generated by default as identity (increment by 7) primary key, n integer
);
create table awkward.serials (id smallserial primary key, other bigserial, n integer);
create table awkward.only_generated (
  id integer primary key, always integer generated always as (id + 1) stored
);

-- partitions, children, storage
create table awkward.by_list (kind text, id integer, primary key (kind, id))
  partition by list (kind);
create table awkward.by_list_a partition of awkward.by_list for values in ('a', '');
create table awkward.by_list_other partition of awkward.by_list default;
create table awkward.by_range (at date primary key, n integer) partition by range (at);
create table awkward.by_range_old partition of awkward.by_range
  for values from (minvalue) to ('2000-01-01') ;
create table awkward.by_range_new partition of awkward.by_range
  for values from ('2000-01-01') to (maxvalue);
create table awkward.by_hash (id uuid primary key) partition by hash (id);
create table awkward.by_hash_0 partition of awkward.by_hash
  for values with (modulus 2, remainder 0);
create table awkward.by_hash_1 partition of awkward.by_hash
  for values with (modulus 2, remainder 1) partition by hash (id);
create table awkward.by_hash_1_0 partition of awkward.by_hash_1
  for values with (modulus 1, remainder 0);
create table awkward.dropped (gone integer, id integer primary key, also_gone text, n integer);
alter table awkward.dropped drop column gone, drop column also_gone, add later text default 'x';
create unlogged table awkward.not_logged (id integer primary key, n integer);
create table awkward.checked (
  id integer primary key check (id > 0), low integer, high integer, word text unique,
  check (low < high), exclude using gist (int4range(low, high) with &&)
);
create table awkward.nothing (id integer primary key, n integer);
create table awkward.wide (id integer primary key, {", ".join(f"c{n} text" for n in range(WIDTH))});
create table awkward.large (id integer primary key, body text, bytes bytea);
alter table awkward.large alter body set storage external;

-- references
create table awkward.trees (id integer primary key, parent integer references awkward.trees);
create table awkward.parents (
  id integer primary key, code text unique not null, child integer
);
create table awkward.children (
  id integer primary key, parent integer not null references awkward.parents,
  code text references awkward.parents (code) deferrable initially deferred
);
alter table awkward.parents add foreign key (child) references awkward.children;
create table awkward.twin_a (id integer primary key);
create table awkward.twin_b (id integer primary key references awkward.twin_a);
alter table awkward.twin_a add foreign key (id) references awkward.twin_b
  deferrable initially deferred;
"""

ROWS = f"""
insert into awkward.enums
select mood, array[mood, null, 'it''s "ok"'] from unnest(enum_range(null::awkward.mood)) as mood;
insert into awkward.composites values
  (1, (1, 'a,\"b)\\'), array[(1, null), (null, ''), null]::awkward.pair[],
    ((1, 'x'), array[(2, '(,)')]::awkward.pair[], 'it''s "ok"')),
  (2, null, '{{}}', null), (3, (null, null), null, (null, null, null));
insert into awkward.composite_key values ((1, 'a'), 1), ((1, 'b'), 2), ((2, ''), 3);
insert into awkward.ranges values
  ('[sad,happy)', '{{"(,)",empty}}'), ('empty', null), ('["it''s \\"ok\\"",]', null);
insert into awkward.domains values (99.990, '{{1.50,NaN,Infinity}}'), (0.1, null);
insert into awkward.extensions values
  ('É', 'a.b', '"a b"=>"NULL", c=>NULL'), ('B', '', ''), ('a', 'a', null), ('z', 'a.b.c', 'x=>""');

insert into awkward.many_keys
select n, n::text, md5(n::text)::uuid, date '2000-01-01' + n % 3, n % 2 = 0,
  case n % 4 when 0 then 'NaN' when 1 then '-Infinity' else n / 4.0 end, (enum_range(
    null::awkward.mood))[1 + n % 4], null
from generate_series(1, 40) as n;
insert into awkward.thirty_two_keys
select {", ".join(f"n / {1 + n} % 3" for n in range(31))}, n from generate_series(1, 30) as n;
insert into awkward.array_key values
  ('{{}}', '{{}}'), ('{{1,NULL}}', '{{NULL}}'), ('[0:1]={{1,2}}', '{{"NULL",""}}'),
  ('{{{{1,2}},{{3,4}}}}', '{{"a,b","q\\"x","\\\\"}}');
insert into awkward.collated_key
select chr(64 + n), chr(122 - n) from generate_series(1, 60) as n where n <> 28;
insert into awkward.including values (1, 'one'), (2, null);
insert into awkward.deferred_key select n, -n from generate_series(1, 20) as n;
insert into awkward.long_key
select repeat(chr(n), 2000) || n, n from generate_series(100, 120) as n;
insert into awkward.long_key values ('', 0), (' ', 1), (E'\\n', 2), (E'\\t', 3);
insert into awkward.only_a_key select n * 1000000007::bigint from generate_series(-20, 20) as n;

insert into "Awkward "" schema"."Odd ""table"".;--"
select n, 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l' from generate_series(1, 20) n;
insert into awkward."{LONG}" values (1);
insert into awkward."order" values (1, 'user');

insert into awkward.generated select n, n * 1000 from generate_series(1, 20) as n;
insert into awkward.identity_always (n) select n from generate_series(1, 20) as n;
insert into awkward.identity_default (n) select n from generate_series(1, 20) as n;
insert into awkward.serials (n) select n from generate_series(1, 20) as n;
insert into awkward.only_generated select generate_series(1, 20);

insert into awkward.by_list
select (array['a', '', 'b', 'c'])[1 + n % 4], n from generate_series(1, 40) as n;
insert into awkward.by_range values ('infinity', 1), ('-infinity', 2), ('1999-12-31', 3),
  ('2000-01-01', 4), ('0044-03-15 BC', 5);
insert into awkward.by_hash select md5(n::text)::uuid from generate_series(1, 40) as n;
insert into awkward.dropped select n, n from generate_series(1, 20) as n;
insert into awkward.not_logged select n, n from generate_series(1, 20) as n;
insert into awkward.checked
select n, n * 10, n * 10 + 10, n::text from generate_series(1, 20) as n;
insert into awkward.wide (id, c0, c{WIDTH - 1})
select n, 'first', repeat('last', n) from generate_series(1, 20) as n;
insert into awkward.large
select n, repeat(chr(32 + n), 1000000), decode(repeat(md5(n::text), 10000), 'hex')
from generate_series(1, 5) as n;

insert into awkward.trees select n, nullif(n - 1, 0) from generate_series(1, 200) as n;
insert into awkward.parents select n, 'code ' || n, null from generate_series(1, 40) as n;
insert into awkward.children
select n, 41 - n, case when n % 3 > 0 then 'code ' || n end from generate_series(1, 40) as n;
insert into awkward.twin_a select n from generate_series(1, 40) as n;
insert into awkward.twin_b select n from generate_series(1, 40) as n;
"""
