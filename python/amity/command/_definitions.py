"""What `amity doctor` says of tables and all that is on them, of views and of functions."""

import re
from collections.abc import Iterator, Sequence, Set
from typing import LiteralString

from psycopg import sql

from amity.command._checks import Connection, Finding
from amity.command._made import Key, Part, Statement, parts
from amity.command._twins import Written, written
from amity.migrations.templates import Rendered

MORE = "If it is not yours, drop it."
BY_NAME = "Look again as the owner, where temporary tables can be made."


def definitions(connection: Connection, migrations: Sequence[Rendered]) -> Iterator[Finding]:
    """Look for what the applied migrations made and is gone or not the same, and for more."""
    for part in parts(migrations):
        yield from _compared(part, written(connection, part))
    made = [name for each in migrations for name in _TYPE.findall(each.sql)]
    for what in connection.execute(OTHERS, [made]).fetchall():
        yield Finding(f"no migration makes the {what[0]}", MORE, is_note=True)


_TYPE = re.compile(r"^create type ([\w.]+)", re.MULTILINE)

# What else there is: types, sequences that no column owns, extensions, but not what is in them.
OTHERS: LiteralString = """
select concat_ws(' ', object.type, object.identity)
from pg_depend, pg_identify_object(classid, objid, objsubid) as object
where refclassid = 'pg_namespace'::regclass and deptype = 'n'
  and refobjid in (select oid from pg_namespace where nspname in ('amity', 'amity_private'))
  and classid <> 'pg_proc'::regclass
  and object.identity <> all (%s)
  and object.type <> all ('{table,view,index}')
  and not exists (
    select from pg_depend as part
    where (part.classid, part.objid) = (pg_depend.classid, pg_depend.objid)
      and part.deptype in ('a', 'e', 'i')
  )
order by 1
"""


def _compared(part: Part, found: Written) -> Iterator[Finding]:
    """Say what is missing, what is not the same, and what is too much."""
    stands, built, dumped = found.stands, found.built, found.dumped
    made = part.makers()
    seen, names = {_bare(key) for key in built}, {_bare(key) for key in stands}
    unseen = made.keys() - seen  # no twin could be made: then there is the name to go by
    gone = (built.keys() - stands.keys()) | (unseen - names)
    for key in sorted(gone):
        if not {("table", "", key[1]), ("view", "", key[1])} & gone:
            yield Finding(f"{_title(part, key)} is missing", _cure(part, key, built.get(key)))
    for key in sorted(built.keys() & stands.keys()):
        if stands[key] not in {built[key], dumped.get(key)} and not _varies(made.get(_bare(key))):
            hint = _cure(part, key, built[key], instead=True)
            yield Finding(f"{_title(part, key)} is not as the migrations make it", hint)
    for key in sorted(stands.keys() - built.keys()):
        if _is_too_much(part, key, unseen):
            is_hole = key[0] == "policy"
            hint = _closed(part, key) if is_hole else MORE
            yield Finding(f"no migration makes {_title(part, key)}", hint, is_note=not is_hole)
    if by_name := sorted(unseen - gone):
        what = f"{len(by_name):,} were looked for by name only, as {_title(part, by_name[0])}"
        yield Finding(what, BY_NAME, is_note=True)


def _is_too_much(part: Part, key: Key, unseen: Set[Key]) -> bool:
    """Tell whether what stands is more than the migrations make, as far as can be known."""
    kind, relation, _ = key
    if kind in {"column", "constraint"} and ("table", "", relation) in unseen:
        return False
    return _bare(key) not in unseen and (not relation or part.maker(key) is not None)


def _varies(made: Statement | None) -> bool:
    """Tell whether a thing is made by a `do`: then it depends on the server, as it was then."""
    return made is not None and made.verb == "do"


def _bare(key: Key) -> Key:
    """Give the key without arguments: as a statement says it at its beginning."""
    kind, relation, name = key
    return kind, relation, name.partition("(")[0]


def _title(part: Part, key: Key) -> str:
    """Name a thing, as 'the policy select_mine of amity.follows'."""
    kind, relation, name = key
    if relation:
        return f"the {kind} {name} of {part.qualified(relation)}"
    return f"the {kind} {part.qualified(name)}"


def _closed(part: Part, key: Key) -> str:
    """Say what takes away a policy that somebody added: it opens or closes what is ours."""
    name = sql.Identifier(key[2]).as_string()
    drop = f"drop policy {name} on {part.qualified(key[1])};"
    return f"`{drop}` takes it away: who may do what here is for Amity's own policies."


def _cure(part: Part, key: Key, definition: str | None, *, instead: bool = False) -> str:
    """Say what puts a thing back, `instead` of one that is not the same."""
    kind, relation, name = key
    table = part.qualified(relation)
    made = part.maker(key)
    if kind == "constraint" and definition:
        drop = f"drop constraint {name}, " if instead else ""
        text = re.sub(r"(?<=REFERENCES )\w+", lambda found: part.qualified(found[0]), definition)
        return f"`alter table {table} {drop}add constraint {name} {text};` puts it back."
    if made and kind in {"policy", "trigger", "index"}:
        drop = ""
        if instead and kind == "policy":
            drop = f"drop policy {name} on {table}; "
        if instead and kind == "index":
            drop = f"drop index {made.schema}.{name}; "
        return f"`{drop}{_on_one_line(made)}` puts it back."
    if kind == "column":
        return f"It should be `{definition}`, which `alter table {table}` makes it."
    if not made:
        return ""
    return (
        f"Its statement is in {made.migration}, which `amity render DIR` writes out:"
        " run that again, and then `amity doctor`."
    )


def _on_one_line(statement: Statement) -> str:
    return " ".join(re.sub(r"--[^\n]*", "", statement.text).split())
