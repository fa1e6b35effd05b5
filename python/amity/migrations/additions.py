"""What a host put into Amity's schemas or on its tables: it would go with them without a word."""

from collections.abc import Sequence

from psycopg import Connection

from amity.errors import ForeignObjectsError
from amity.migrations.state import CREATE_LEDGER
from amity.migrations.templates import around

_SHOWN = 10

_OBJECTS = """\
with
schemas as (select oid as id from pg_namespace where nspname in ('amity', 'amity_private')),
relations as (select oid as id from pg_class where relnamespace in (table schemas)),
objects (class, id, part) as (
  select classid, objid, objsubid from pg_depend
  where refclassid = 'pg_namespace'::regclass and refobjid in (table schemas)
  union
  select 'pg_class'::regclass, id, 0 from relations
  union
  select 'pg_class'::regclass, attrelid, attnum from pg_attribute
  where attrelid in (table relations) and attnum > 0 and not attisdropped
  union
  select 'pg_constraint'::regclass, oid, 0 from pg_constraint
  where conrelid in (table relations) and contype not in ('n', 't')
  union
  select 'pg_trigger'::regclass, oid, 0 from pg_trigger
  where tgrelid in (table relations) and not tgisinternal
  union
  select 'pg_policy'::regclass, oid, 0 from pg_policy where polrelid in (table relations)
  union
  select 'pg_rewrite'::regclass, oid, 0 from pg_rewrite where ev_class in (table relations)
)
select concat_ws(' ', type, identity)
from objects, pg_identify_object(class, id, part)
"""


def refuse_additions(connection: Connection, texts: Sequence[str], *, hint: str = "") -> None:
    """Raise ForeignObjectsError if more stands there than the migrations make.

    What they make is made once more, in a savepoint that is rolled back.

    Args:
        connection: in a transaction that holds the lock of the migrations.
        texts: the migrations that are applied, in order.
        hint: the way out, where it is another than to take those objects away.
    """
    stands = _objects(connection)
    with connection.transaction(force_rollback=True):
        connection.execute(around("down").encode())
        for text in (CREATE_LEDGER, *texts):
            connection.execute(text.encode())
        made = _objects(connection)
    if found := sorted(stands - made):
        more = f", and {len(found) - _SHOWN:,} more" if len(found) > _SHOWN else ""
        raise ForeignObjectsError(
            "Something that is not Amity's stands in its schemas or on its tables: "
            f"{', '.join(found[:_SHOWN])}{more}. Nothing was done.",
            hint or "Drop it, or move it to a schema of your own, and run this again.",
        )


def _objects(connection: Connection) -> set[str]:
    return {what for (what,) in connection.execute(_OBJECTS)}
