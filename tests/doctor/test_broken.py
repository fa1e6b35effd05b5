"""`amity doctor` names whatever is not well: one breakage at a time."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from typer.testing import Result

Amity = Callable[..., Result]


def findings(done: Result) -> dict[str, list[dict[str, Any]]]:
    """What is wrong, by check."""
    return {
        name: [each for each in found if not each["is_note"]]
        for name, found in json.loads(done.stdout)["checks"].items()
        if any(not each["is_note"] for each in found)
    }


ATTACH = """
create table public.users (id bigint primary key);
insert into public.users values (1), (2);
select amity.attach_people('public.users');
"""

PLANT = """
insert into amity.people (id) values (md5('a')::uuid), (md5('b')::uuid);
insert into amity.follows (follower_id, followed_id) values (md5('a')::uuid, md5('b')::uuid);
set session_replication_role = replica;
delete from amity.follows;
set session_replication_role = origin;
"""

SOON = """
set session_replication_role = replica;
update amity.settings set value = 'soon' where name = '{}';
set session_replication_role = origin;
"""

BROKEN = {
    "an edited migration": (
        "update amity_private.migrations set checksum = 'x' where id = '0004.follows'",
        "migrations",
        "0004.follows was edited",
        "Install the Amity that applied it",
    ),
    "an unknown migration": (
        "insert into amity_private.migrations (id, checksum) values ('9999.later', 'x')",
        "migrations",
        "9999.later is not known",
        "Upgrade",
    ),
    "a migration that is not listed": (
        "delete from amity_private.migrations where id = '0005.suggestions'",
        "migrations",
        "0005.suggestions is applied, and not listed",
        "lists it",
    ),
    "a broken invariant": (
        PLANT + "select amity.rebuild_counts()",
        "invariants",
        "follows: history_replays",
        "triggers off",
    ),
    "row security off": (
        "alter table amity.blocks disable row level security",
        "row security",
        "amity.blocks",
        "alter table amity.blocks enable row level security",
    ),
    "a trigger off": (
        "alter table amity.connections disable trigger _200_on_insert",
        "triggers",
        "_200_on_insert of amity.connections",
        "enable trigger _200_on_insert",
    ),
    "a missing grant on a table": (
        "revoke delete on amity.follows from authenticated",
        "grants",
        "grant delete on table amity.follows to authenticated",
        "grant delete on table amity.follows to authenticated;",
    ),
    "a missing grant on a column": (
        "revoke insert (followed_id) on amity.follows from authenticated",
        "grants",
        "grant insert (followed_id) on table amity.follows to authenticated",
        "restores it",
    ),
    "a missing grant on a function": (
        "revoke execute on function amity.unblock(uuid) from authenticated",
        "grants",
        "grant execute on function amity.unblock(uuid) to authenticated",
        "restores it",
    ),
    "a missing grant on a schema": (
        "revoke usage on schema amity from service_role",
        "grants",
        "grant usage on schema amity to service_role",
        "restores it",
    ),
    "a function open to everybody signed in": (
        "grant execute on function amity_private.forget_person(uuid) to authenticated",
        "grants",
        "amity_private.forget_person(uuid) is open to authenticated",
        "`revoke execute on function amity_private.forget_person(uuid) from authenticated;`",
    ),
    "a column open to everybody signed in": (
        "grant update (requested_at) on amity.connections to authenticated",
        "grants",
        "amity.connections is open to authenticated",
        "`revoke update (requested_at) on table amity.connections from authenticated;`",
    ),
    "a table open to anon": (
        "grant select on amity.follows to anon",
        "grants",
        "amity.follows is open to anon",
        "closes it",
    ),
    "a function open to PUBLIC": (
        "grant execute on function amity.forget_person(uuid) to public",
        "grants",
        "amity.forget_person(uuid) is open to PUBLIC",
        "closes it",
    ),
    "a missing policy": (
        "drop policy select_mine on amity.follows",
        "definitions",
        "the policy select_mine of amity.follows is missing",
        "`create policy select_mine on amity.follows for select",
    ),
    "a policy that shows everything": (
        "alter policy select_mine on amity.connections using (true)",
        "definitions",
        "the policy select_mine of amity.connections differs from the migrations",
        "`drop policy select_mine on amity.connections; create policy",
    ),
    "a missing function": (
        "drop function amity.follow(uuid)",
        "definitions",
        "the function amity.follow(uuid) is missing",
        "amity up --repair",
    ),
    "people with keys, and no table of users": (
        "insert into amity.people (host_key) values ('7')",
        "users",
        "none is attached",
        "attach_people",
    ),
    "an attached table that is gone": (
        ATTACH + "drop table public.users",
        "users",
        "is gone",
        "attach_people",
    ),
    "a trigger of the users that is off": (
        ATTACH + 'alter table public.users disable trigger " amity_100_leave"',
        "users",
        'the trigger " amity_100_leave" of users is off',
        "attach_people('users', 'id')",
    ),
    "a trigger of the users that is missing": (
        ATTACH + """drop trigger " amity_100_arrive" on public.users""",
        "users",
        'the trigger " amity_100_arrive" of users is missing',
        "attach_people",
    ),
    "a trigger of the users from another time": (
        ATTACH
        + """create or replace trigger " amity_100_truncate" after truncate on public.users
        for each statement execute function amity_private.tg_host__truncate('id', 'uuid')""",
        "users",
        'the trigger " amity_100_truncate" of users is not the one',
        "attach_people",
    ),
    "a trigger of the users that is off, after a rename": (
        ATTACH
        + """alter table public.users rename id to user_id;
        alter table public.users rename to accounts;
        alter table public.accounts disable trigger " amity_100_leave\"""",
        "users",
        "of accounts is off",
        "attach_people('accounts', 'user_id')",
    ),
    "a key that is gone": (
        ATTACH + "alter table public.users drop column id cascade",
        "users",
        "users has no key id any more",
        "attach_people('users', '…')",
    ),
    "a table of users that is gone": (
        ATTACH + "drop table public.users cascade",
        "users",
        "the attached table of users is gone",
        "attach_people('…', 'id')",
    ),
    "a user deleted unseen": (
        ATTACH
        + """set session_replication_role = replica; delete from public.users where id = 1;
        set session_replication_role = origin""",
        "users",
        "1 in amity.people are not in users",
        "Delete those here",
    ),
    "a user left out": (
        ATTACH + "delete from amity.people where host_key = '2'",
        "users",
        "rows of users are missing",
        "attach_people",
    ),
    "a setting that cannot be": (
        SOON.format("request_ttl"),
        "settings",
        "request_ttl cannot be soon",
        "set_setting",
    ),
    "a choice that is none": (
        SOON.format("crossing_requests"),
        "settings",
        "crossing_requests cannot be soon",
        "set_setting",
    ),
}


@pytest.mark.deep
@pytest.mark.postgres(18)  # test_thirty_ways.py looks whether 15 answers alike
@pytest.mark.parametrize("case", BROKEN.values(), ids=BROKEN)
def test_what_is_wrong_is_named(
    case: tuple[str, str, str, str], amity: Amity, database: str
) -> None:
    breakage, check, what, hint = case
    with psycopg.connect(database, autocommit=True) as conn:
        conn.execute(breakage)  # type: ignore[call-overload]
    done = amity("doctor", database, "--json")
    assert done.exit_code == 1
    assert list(findings(done)) == [check]
    assert any(what in each["message"] and hint in each["fix"] for each in findings(done)[check])


def test_it_says_how_many_problems_there_are(amity: Amity, database: str) -> None:
    breakage, _, what, hint = BROKEN["a choice that is none"]
    with psycopg.connect(database, autocommit=True) as conn:
        conn.execute(breakage)  # type: ignore[call-overload]
    shown = amity("doctor", database)
    assert shown.exit_code == 1
    assert "1 problem found" in shown.stdout
    assert what in shown.stdout
    assert hint in shown.stdout
