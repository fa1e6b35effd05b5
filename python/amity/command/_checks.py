"""The checks of `amity doctor`. A check changes nothing, and gives each problem that it finds."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, LiteralString

import psycopg
from psycopg import sql

from amity.speaking import grant_to

Connection = psycopg.Connection[Any]


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem that a check found, and its fix."""

    message: str
    fix: str
    is_note: bool = False
    """Worth knowing, and no problem."""


REPAIR_FIRST = "Fix the other problems first, and run this again: it needs an object that changed."

# --- what is installed ---


def invariants(connection: Connection) -> Iterator[Finding]:
    """Look for broken invariants, of every kind."""
    rows = connection.execute(
        "select kind, invariant, count(*), min(detail) from amity.verify()"
        " group by kind, invariant, case kind when 'audience' then detail end order by 1, 2, 4"
    )
    for kind, invariant, count, example in rows.fetchall():
        if invariant == "can_be_verified":
            yield Finding(f"{kind} could not be checked: {example}", REPAIR_FIRST)
            continue
        if kind == "audience":  # each names a table or view, and its fix
            what, _, fix = example.partition(": ")
            yield Finding(f"{kind}: {invariant} is broken for {what}", fix)
            continue
        fix = "Rows were changed with triggers off, or by a restore; see the detail."
        if kind == "counts":
            fix = "`select amity.rebuild_counts()` recounts."
        yield Finding(f"{kind}: {invariant} is broken {count:,} times, as for {example}", fix)


UNGUARDED: LiteralString = """
select oid::regclass::text from pg_class
where relnamespace in ('amity'::regnamespace, 'amity_private'::regnamespace)
  and relkind in ('r', 'p') and not relrowsecurity
order by 1
"""


def row_security(connection: Connection) -> Iterator[Finding]:
    """Look for tables without row security."""
    for (table,) in connection.execute(UNGUARDED).fetchall():
        yield Finding(
            f"row security is off for {table}",
            f"`alter table {table} enable row level security` turns it on.",
        )


OFF: LiteralString = """
select tgrelid::regclass::text, tgname from pg_trigger
join pg_class on pg_class.oid = tgrelid
where relnamespace in ('amity'::regnamespace, 'amity_private'::regnamespace)
  and tgenabled not in ('O', 'A')
order by 1, 2
"""


def triggers(connection: Connection) -> Iterator[Finding]:
    """Look for triggers that are off: the rules in them are not enforced."""
    for table, trigger in connection.execute(OFF).fetchall():
        yield Finding(
            f"the trigger {trigger} of {table} is off",
            f"`alter table {table} enable trigger {trigger}` turns it on; then run this again.",
        )


POWERS: LiteralString = """
select rolname,
  rolsuper or rolbypassrls,
  rolname <> 'service_role' and (
    pg_has_role(oid, 'service_role', 'usage')
    or pg_has_role(oid, (select nspowner from pg_namespace where nspname = 'amity'), 'usage')
  )
from pg_roles where rolname in ('anon', 'authenticated')
order by 1
"""


# Before Postgres 16 every member could set the role.
SPEAKERS: LiteralString = """
select current_user::text, string_agg(role, ', ')
from unnest(array['authenticated', 'service_role']) as role
where to_regrole(role) is not null and not pg_has_role(current_user, role,
  case when current_setting('server_version_num')::integer < 160000 then 'member' else 'set' end)
having count(*) > 0
"""


def speaking(connection: Connection) -> Iterator[Finding]:
    """Check that the connected role may speak for people, and as a service."""
    for user, missing in connection.execute(SPEAKERS).fetchall():
        yield Finding(
            f"{user} may not speak for people: it cannot set the role {missing}",
            f"Let a superuser, or a role with the admin option on them, run `{grant_to(user)};`"
            " If the application connects as another role, run this as that role.",
        )


def roles(connection: Connection) -> Iterator[Finding]:
    """Look for a client role with too many rights, and for a role that cannot be set."""
    yield from speaking(connection)
    for role, unbound, serves in connection.execute(POWERS).fetchall():
        if unbound:
            yield Finding(
                f"row security does not hold for {role}",
                f"`alter role {role} nosuperuser nobypassrls` makes it hold.",
            )
        elif serves:
            yield Finding(
                f"{role} has the rights of a service, and may write for others",
                f"Revoke service_role, and the owner of the schema, from {role}.",
            )


# --- the host ---

ATTACHED: LiteralString = """
select host_table::text, coalesce(amity_private.followed_column(host_table), key_column),
  host_table::oid in (select oid from pg_class)
from amity_private.attachments
"""


def attachment(connection: Connection) -> Iterator[Finding]:
    """Check that the host's table of users is attached, and that its changes are followed."""
    row = connection.execute(ATTACHED).fetchone()
    if row is None:
        yield Finding(
            "no table of users is attached: people join by themselves, with amity.join()",
            "`select amity.attach_people('auth.users')`, or your own table, adds every user.",
            is_note=True,
        )
        return
    table, key, exists = row
    again = f"`select amity.attach_people('{table}', '{key}')` attaches it again."
    if not exists:
        yield Finding(f"the attached table of users is gone: {table}", again)
        return
    try:
        with connection.transaction():
            faults = connection.execute(FAULTS, [table, key]).fetchall()
    except psycopg.DatabaseError as error:
        if error.diag.message_detail != "key_unsupported":
            raise
        yield Finding(
            f"{table} has no key {key} any more: its changes are not followed",
            f"`select amity.attach_people('{table}', '…')`, with the unique column in its place.",
        )
        return
    for name, fault in faults:
        yield Finding(f'the trigger "{name}" of {table} {fault}', again)
    yield from _strangers(connection, table, key, again)


FAULTS: LiteralString = "select name, fault from amity_private.host_trigger_faults(%s, %s)"

STRANGERS: LiteralString = """
select
  exists (select from only {users} as users where users.{key} is not null and not exists (
    select from amity.people where people.{person}::text = users.{key}::text)),
  (select count(*) from amity.people where people.{person} is not null and not exists (
    select from only {users} as users where users.{key}::text = people.{person}::text))
"""


def _strangers(connection: Connection, table: str, key: str, again: str) -> Iterator[Finding]:
    """Look for rows in one of the two tables only: triggers were off, or a dump was older."""
    person = connection.execute(
        "select (amity_private.describe_key(%s::regclass, %s)).person_column", [table, key]
    ).fetchone()
    left_out, left = connection.execute(
        sql.SQL(STRANGERS).format(
            users=sql.SQL(table),
            key=sql.Identifier(key),
            person=sql.Identifier(*(person or ("id",))),
        )
    ).fetchone() or (False, 0)
    if left_out:
        yield Finding(f"rows of {table} are missing in amity.people", again)
    if left:
        yield Finding(
            f"{left:,} in amity.people are not in {table}",
            f"Delete here as well what was deleted from {table} with triggers off.",
            is_note=person == ("id",),  # they may have called amity.join()
        )


READERS = {
    "boolean": "setting_is_on",
    "integer": "setting_number",
    "interval": "setting_interval",
    "choice": "setting_choice",
}


def settings(connection: Connection) -> Iterator[Finding]:
    """Look for settings that cannot be read, and for caps of zero."""
    rows = connection.execute("select name, type::text, value, choices from amity.settings")
    for name, type_, value, choices in rows.fetchall():
        try:
            with connection.transaction():
                connection.execute(
                    sql.SQL("select amity_private.{}(%s)").format(sql.Identifier(READERS[type_])),
                    [name],
                )
            readable = type_ != "choice" or value in choices
        except psycopg.DataError:
            readable = False
        if not readable:
            yield Finding(
                f"the setting {name} cannot be {value}", f"`select amity.set_setting('{name}', …)`."
            )
        elif name.startswith("max_") and value == "0":
            yield Finding(f"the setting {name} is 0: none is allowed", "", is_note=True)
