"""`amity doctor` names each of many ways to break a database, and its fixes, applied, mend them.

A fix is applied as it is printed: what stands between backticks is a command or SQL. Where the fix
is `amity up --repair`, that alone has to mend it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict
from typer.testing import Result

Amity = Callable[..., Result]

HOST = """
create table public.users (id uuid primary key);
insert into public.users values (md5('ada')::uuid), (md5('ben')::uuid);
select amity.attach_people('public.users');
create table public.posts (author_id uuid not null, body text);
select amity.guard_table('public.posts', 'author_id', 'connections');
insert into amity.connections (requester_id, recipient_id, status)
values (md5('ada')::uuid, md5('ben')::uuid, 'accepted');
"""

WAYS = {
    "dropped": {
        "a dropped table": (
            "drop table amity.dismissed_suggestions cascade",
            "the table amity.dismissed_suggestions is missing",
        ),
        "a dropped column": (
            "alter table amity.blocks drop column reason cascade",
            "the column reason of amity.blocks is missing",
        ),
        "a dropped function": (
            "drop function amity.verify()",
            "the function amity.verify() is missing",
        ),
        "a dropped function that policies need": (
            "drop function amity.me() cascade",
            "the function amity.me() is missing",
        ),
        "a dropped view": (
            "drop view amity.my_connections cascade",
            "the view amity.my_connections is missing",
        ),
        "dropped policies": (
            "drop policy select_mine on amity.blocks; drop policy amity_audience on public.posts",
            "the policy select_mine of amity.blocks is missing",
        ),
        "a dropped trigger": (
            "drop trigger _200_on_insert on amity.connections",
            "the trigger _200_on_insert of amity.connections is missing",
        ),
        "a dropped index": (
            "drop index amity.connections_of_recipient",
            "the index connections_of_recipient of amity.connections is missing",
        ),
        "a dropped constraint": (
            "alter table amity.connections drop constraint connections_requester_is_a_person",
            "the constraint connections_requester_is_a_person of amity.connections is missing",
        ),
        "a dropped trigger on the users": (
            """drop trigger " amity_100_leave" on public.users""",
            'the trigger " amity_100_leave" of users is missing',
        ),
        "a dropped list of migrations": (
            "drop table amity_private.migrations",
            "the table amity_private.migrations is missing",
        ),
        "a deleted row of that list": (
            "delete from amity_private.migrations where id = '0004.follows'",
            "0004.follows is applied, and not listed",
        ),
    },
    "renamed and moved": {
        "a renamed schema": (
            "alter schema amity rename to social",
            "the schema amity is missing",
        ),
        "the other schema renamed": (
            "alter schema amity_private rename to inside",
            "the schema amity_private is missing",
        ),
        "a renamed table": (
            "alter table amity.follows rename to followers",
            "the table amity.follows is missing",
        ),
        "a renamed column": (
            "alter table amity.blocks rename column reason to why",
            "the column reason of amity.blocks is missing",
        ),
        "a renamed column of the list of migrations": (
            "alter table amity_private.migrations rename column id to name",
            "the column id of amity_private.migrations is missing",
        ),
        "a renamed function": (
            "alter function amity.follow(uuid) rename to follow_person",
            "the function amity.follow(uuid) is missing",
        ),
        "a renamed trigger": (
            "alter trigger _900_remember on amity.blocks rename to later",
            "the trigger _900_remember of amity.blocks is missing",
        ),
        "a renamed word": (
            "alter type amity.connections_status rename value 'pending' to 'open'",
            "the type amity.connections_status differs",
        ),
        "a table in another schema": (
            "alter table amity.dismissed_suggestions set schema public",
            "the table amity.dismissed_suggestions is missing",
        ),
    },
    "retyped": {
        "a retyped column": (
            "alter table amity_private.migrations alter column checksum type varchar(64)",
            "the column checksum of amity_private.migrations differs",
        ),
        "a column without its default": (
            "alter table amity.connections alter column id drop default",
            "the column id of amity.connections differs",
        ),
        "a column that may be null": (
            "alter table amity.follows alter column followed_id drop not null",
            "the column followed_id of amity.follows differs",
        ),
        "statistics of people": (
            "alter table amity.blocks alter column blocked_id set statistics 100",
            "the statistics target blocked_id of amity.blocks is missing",
        ),
        "a replaced function": (
            (
                "create or replace function amity_private.is_service() returns boolean"
                " language plpgsql stable as 'begin return true; end'"
            ),
            "the function amity_private.is_service() differs",
        ),
    },
    "switched off": {
        "row security that is off": (
            "alter table amity.blocks disable row level security",
            "row security is off for amity.blocks",
        ),
        "row security that is forced": (
            "alter table amity.blocks force row level security",
            "row security is forced on the owner of amity.blocks",
        ),
        "triggers that are off": (
            "alter table amity.connections disable trigger all",
            "the trigger _200_on_insert of amity.connections is off",
        ),
    },
    "granted": {
        "every grant on tables": (
            "grant all on all tables in schema amity to authenticated",
            "amity.connections is open to authenticated",
        ),
        "every grant on functions": (
            "grant execute on all functions in schema amity_private to public",
            "amity_private.forget_person(uuid) is open to PUBLIC",
        ),
        "no grant": (
            "revoke all on all tables in schema amity from authenticated",
            "on table amity.follows to authenticated",
        ),
        "a policy too many": (
            "create policy admins on amity.blocks for select to authenticated using (true)",
            "no migration makes the policy admins of amity.blocks",
        ),
    },
    "shown": {
        "a view of a table": (
            "create view public.v as select * from amity.blocks; grant select on public.v to anon",
            "amity.blocks, shown by public.v",
        ),
        "a materialized view": (
            (
                "create materialized view public.v as select * from amity.follows;"
                "grant select on public.v to authenticated"
            ),
            "amity.follows, shown by public.v",
        ),
        "a published table": (
            "create publication supabase_realtime for table amity.blocks, public.users",
            "the publication supabase_realtime sends amity.blocks",
        ),
        "a published schema": (
            "create publication supabase_realtime for tables in schema amity_private",
            "the publication supabase_realtime sends amity_private",
        ),
    },
    "settings": {
        "serializable transactions": (
            "alter database {database} set default_transaction_isolation = serializable",
            "default_transaction_isolation is serializable for the database",
        ),
        "transactions that only read": (
            "alter role all in database {database} set default_transaction_read_only = true",
            "default_transaction_read_only is true for the",
        ),
        "a session without triggers": (
            "alter role postgres in database {database} set session_replication_role = replica",
            "session_replication_role is replica for the role postgres in database",
        ),
        "a setting that cannot be": (
            (
                "set session_replication_role = replica;"
                "update amity.settings set value = 'soon' where name = 'request_ttl'"
            ),
            "the setting request_ttl cannot be soon",
        ),
    },
}
"""What breaks a database, and the beginning of what the doctor says of it. What stands together
is broken together, but for what hides the others."""
QUICK = {"a dropped function that policies need", "every grant on functions", "a view of a table"}
ALONE = QUICK | {
    "a dropped list of migrations",
    "a published schema",
    "a renamed schema",
    "no grant",
    "the other schema renamed",
}
GROUPS = {
    **{name: [way] for ways in WAYS.values() for name, way in ways.items() if name in ALONE},
    **{
        group: [way for name, way in ways.items() if name not in ALONE]
        for group, ways in WAYS.items()
    },
}
# each is some seconds, and the quick ones say whether 15 has definitions in other words
SLOW = [pytest.mark.deep, pytest.mark.postgres(18)]


def doctor(amity: Amity, url: str) -> list[dict[str, Any]]:
    """Give what is wrong."""
    done = amity("doctor", url, "--json")
    assert done.stdout, done.stderr
    checks = json.loads(done.stdout)["checks"]
    return [each for found in checks.values() for each in found if not each["is_note"]]


def apply(amity: Amity, url: str, fix: str) -> None:
    """Do what a fix says: each command and each statement in it."""
    steps = re.findall("`([^`]*)`", fix) or [fix]
    if "amity up --repair" in steps:
        steps = ["amity up --repair"]
    for step in steps:
        if step.startswith("amity "):
            done = amity(*step.split()[1:], url)
            assert done.exit_code == 0, done.stderr
        else:
            with psycopg.connect(url, autocommit=True) as conn:
                conn.execute(step.replace("…", "'30 days'").encode())


@pytest.mark.parametrize(
    "ways",
    [
        pytest.param(ways, id=name, marks=[] if name in QUICK else SLOW)
        for name, ways in GROUPS.items()
    ],
)
def test_each_is_named_and_the_fixes_mend_it(
    ways: list[tuple[str, str]], amity: Amity, database: str
) -> None:
    dbname = conninfo_to_dict(database)["dbname"]
    with psycopg.connect(database, autocommit=True) as conn:
        conn.execute(HOST)
        for breakage, _ in ways:
            conn.execute(breakage.format(database=dbname).encode())
    found = doctor(amity, database)
    told = [each["message"] for each in found]
    missed = [words for _, words in ways if not any(words in message for message in told)]
    assert missed == [], told
    for _ in range(3):  # a fix may wait for another one
        for fix in dict.fromkeys(each["fix"] for each in found):
            try:
                apply(amity, database, fix)
            except psycopg.Error:
                assert len(found) > 1, fix
        found = doctor(amity, database)
        if not found:
            break
    assert found == []
