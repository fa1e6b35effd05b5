"""The small world of support/world.py, with a crowd in every table that names people.

Ada asks. Emil has blocked her; a stranger has nothing to do with her. Both are popular: in each
column that names a person there are hundreds of rows with each of them, and thousands with others.
The tables and their columns are read from the catalog, so a new kind is there too.
"""

from __future__ import annotations

from uuid import UUID, uuid4, uuid5

import psycopg
from psycopg.rows import namedtuple_row
from support import world
from support.world import CAST, Conn

from amity import migrations

ASKER, BLOCKER = CAST["ada"], CAST["emil"]
STRANGER = uuid5(ASKER, "stranger")
# unknown ids, beside theirs: what depends on the order of ids is alike
ABSENT = {person: UUID(int=person.int + 1) for person in (BLOCKER, STRANGER)}

# Each table with each of its columns, and whether it is in a unique index.
COLUMNS = """
select attrelid::regclass::text as relation, attname as name, format_type(atttypid, null) as type,
  exists (
    select from pg_index where indrelid = attrelid and indisunique and attnum = any (indkey)
  ) as is_unique
from pg_attribute
join pg_class on pg_class.oid = attrelid
where relnamespace in ('amity'::regnamespace, 'amity_private'::regnamespace) and relkind = 'r'
  and attnum > 0 and not attisdropped and attidentity = '' and attgenerated = ''
order by attrelid, attnum
"""


def fill(url: str) -> None:
    """Make the world and its crowd."""
    migrations.up(url)
    world.build(url)
    with psycopg.connect(url, autocommit=True, row_factory=namedtuple_row) as conn:
        conn.execute("set session_replication_role = replica")
        columns = conn.execute(COLUMNS).fetchall()
        for named in [column for column in columns if names_people(conn, column)]:
            values = {
                column.name: value(column, named)
                for column in columns
                if column.relation == named.relation
            }
            # Each circle that I may see costs the planner a search: few others are cheaper to read.
            rows = 2000 if named.relation == "amity.circles" else 300
            for person in (BLOCKER, STRANGER, *(uuid4() for _ in range(8))):
                conn.execute(
                    f"insert into {named.relation} ({', '.join(values)})"
                    f" select {', '.join(values.values())} from generate_series(1, %(rows)s), ("
                    f"   select * from {named.relation} where {named.name} is not null limit 1"
                    " ) as one on conflict do nothing",
                    {"person": person, "rows": rows},
                )
        conn.execute("insert into amity.people (id) values (%s)", [STRANGER])
        conn.execute(
            "insert into amity.people (id) select gen_random_uuid() from generate_series(1, 3000)"
        )
        conn.execute("vacuum")


def names_people(conn: Conn, column: tuple[str, ...]) -> bool:
    """Whether those who stand in a column are all of the small world."""
    relation, name, type_, _ = column
    if type_ != "uuid" or relation == "amity.people":
        return False
    query = f"select bool_and({name} = any (%s)) from {relation}"
    (found,) = conn.execute(query, [list(CAST.values())]).fetchone() or (None,)
    return found is True


def value(column: tuple[str, ...], named: tuple[str, ...]) -> str:
    """What stands in a column of a copy of `one`: the person in one of them, others elsewhere."""
    _, name, type_, is_unique = column
    if column == named:
        return "%(person)s::uuid"
    if type_ == "uuid":
        return f"case when {name} is not null then gen_random_uuid() end"
    if type_ == "text" and is_unique:
        return "translate(gen_random_uuid()::text, '-0123456789', 'ghijklmnopq')"
    if type_ == "bytea" and is_unique:
        return "sha256(gen_random_uuid()::text::bytea)"
    return name
