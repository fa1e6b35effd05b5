"""The checks of `amity doctor`. A check changes nothing, and gives each problem that it finds."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

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
    repair: str = ""
    """The statement with which `amity up --repair` fixes it; "" where it does not."""
    what: str = ""
    """What that restores, as `policy`."""

    @classmethod
    def of(
        cls, message: str, repair: str, does: str, what: str, *, is_note: bool = False
    ) -> "Finding":
        """Make one whose fix is a statement, which `amity up --repair` runs unless it is a note."""
        return cls(message, f"`{repair};` {does}.", is_note, "" if is_note else repair, what)


REPAIR_FIRST = "Fix the other problems first, and run this again: it needs an object that changed."

# --- what is installed ---

_REPAIRED = {"row_security_is_on", "policies_stand"}
"""What `amity up --repair` puts right on guarded tables of the host."""


def invariants(connection: Connection) -> Iterator[Finding]:
    """Look for broken invariants, of every kind."""
    found = connection.execute(
        "select kind, invariant, count(*), min(detail) from amity.verify()"
        " group by kind, invariant, case kind when 'audience' then detail end order by 1, 2, 4"
    )
    for kind, invariant, count, example in found.fetchall():
        if invariant == "can_be_verified":
            yield Finding(f"{kind} could not be checked: {example}", REPAIR_FIRST)
            continue
        if kind == "audience":  # each names a table or view, and its fix
            what, _, fix = example.partition(": ")
            repair = fix if invariant in _REPAIRED else ""
            yield Finding(f"{kind}: {invariant} is broken for {what}", fix, False, repair, "guard")
            continue
        fix = "Rows were changed with triggers off, or by a restore; see the detail."
        if kind == "counts":
            fix = "`select amity.rebuild_counts()` recounts."
        yield Finding(f"{kind}: {invariant} is broken {count:,} times, as for {example}", fix)


def rows(connection: Connection, query: str, **names: sql.Composable) -> list[tuple[Any, ...]]:
    """Run a query in checks/ with those names in it."""
    text = (files("amity.command") / "checks" / f"{query}.sql").read_text(encoding="utf-8")
    return connection.execute(sql.SQL(text).format(**names)).fetchall()


def findings(connection: Connection, query: str) -> Iterator[Finding]:
    """Give what a query in checks/ finds: it selects a message, a fix, and whether it is a note."""
    return (Finding(*row) for row in rows(connection, query))


def repairs(connection: Connection, query: str) -> Iterator[Finding]:
    """Give what a query finds that selects a message, a statement, what it does, and for what."""
    return (Finding.of(*row) for row in rows(connection, query))


def speaking(connection: Connection) -> Iterator[Finding]:
    """Check that the connected role may speak for people, and as a service."""
    for user, missing, may_grant in rows(connection, "speaking"):
        yield Finding(
            f"{user} may not speak for people: it cannot set the role {missing}",
            f"Let a superuser, or a role with the admin option on them, run `{grant_to(user)};`"
            " If the application connects as another role, run this as that role.",
            repair=grant_to(user) if may_grant else "",
            what="role",
        )


def roles(connection: Connection) -> Iterator[Finding]:
    """Look for missing roles, one that cannot be set, one with too many rights, other owners."""
    yield from repairs(connection, "missing_roles")
    yield from speaking(connection)
    yield from findings(connection, "clients")
    yield from repairs(connection, "owners")


# --- the host ---


def attachment(connection: Connection) -> Iterator[Finding]:
    """Check that the host's table of users is attached, and that its changes are followed."""
    row = connection.execute(
        "select host_table::text, coalesce(amity_private.followed_column(host_table), key_column),"
        " host_table::oid in (select oid from pg_class) from amity_private.attachments"
    ).fetchone()
    if row is None:
        keyed = connection.execute("select 1 from amity.people where host_key is not null limit 1")
        if keyed.fetchone():
            yield Finding(
                "people have keys of a table of users, and none is attached",
                "`select amity.attach_people('…', '…')`, with that table and its key, follows it "
                "again.",
            )
            return
        yield Finding(
            "no table of users is attached: people join by themselves, with amity.join()",
            "`select amity.attach_people('auth.users')`, or your own table, adds every user.",
            is_note=True,
        )
        return
    table, key, exists = row
    attach = sql.SQL("select amity.attach_people({}, {})").format(table, key).as_string(connection)
    again = f"`{attach}` attaches it again."
    if not exists:
        yield Finding(
            "the attached table of users is gone",
            f"`select amity.attach_people('…', '{key}')`, with the new table, follows that one. "
            "If there is none, `select amity.detach_people()`.",
        )
        return
    try:
        with connection.transaction():
            faults = connection.execute(
                "select name, fault from amity_private.host_trigger_faults(%s, %s)", [table, key]
            ).fetchall()
    except psycopg.DatabaseError as error:
        if error.diag.message_detail != "key_unsupported":
            raise
        yield Finding(
            f"{table} has no key {key} any more: its changes are not followed",
            f"`select amity.attach_people('{table}', '…')`, with the unique column in its place.",
        )
        return
    for name, fault in faults:
        message = f'the trigger "{name}" of {table} {fault}'
        yield Finding(message, again, repair=attach, what="trigger")
    yield from _strangers(connection, table, key, again)


def _strangers(connection: Connection, table: str, key: str, again: str) -> Iterator[Finding]:
    """Look for rows in one of the two tables only: triggers were off, or a dump was older."""
    person = connection.execute(
        "select (amity_private.describe_key(%s::regclass, %s)).person_column", [table, key]
    ).fetchone()
    ((left_out, left),) = rows(
        connection,
        "strangers",
        users=sql.SQL(table),
        key=sql.Identifier(key),
        person=sql.Identifier(*(person or ("id",))),
    )
    if left_out:
        yield Finding(f"rows of {table} are missing in amity.people", again)
    if left:
        yield Finding(
            f"{left:,} in amity.people are not in {table}",
            f"Delete those here that were deleted from {table} with triggers off.",
            is_note=person == ("id",),  # they may have called amity.join()
        )


READERS = {
    "boolean": "setting_is_on",
    "integer": "setting_number",
    "interval": "setting_interval",
    "choice": "setting_choice",
}


def settings(connection: Connection) -> Iterator[Finding]:
    """Look for settings that cannot be read, caps of zero, and settings of the server that hurt."""
    yield from findings(connection, "server_settings")
    chosen = connection.execute("select name, type::text, value, choices from amity.settings")
    for name, type_, value, choices in chosen.fetchall():
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
