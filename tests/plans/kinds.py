"""The ring of million.py with whatever else people have: some hundred thousand rows of each.

Each of four thousand in it has stepped back from their first connections, labelled twenty people
with five types, runs a circle of twenty and is in as many, keeps a dynamic one of a type, has
issued twenty invites, keeps five badges, was told twenty things, and acts at a pace.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import LiteralString
from uuid import UUID

import psycopg
from plans.million import BIG as TIES
from plans.million import Person

FILL: tuple[LiteralString, ...] = (
    """
    create view public.twenty as
    select one.n, step, one.id as one_id, other.id as other_id,
      timestamptz '2024-01-01' + (one.n * 7919 + step * 104729) % 20000000 * interval '1 second'
        as moment
    from public.ring as one
    cross join generate_series(1, 20) as step
    join public.ring as other on other.n = (one.n + 97 * step) % 20000
    where one.n between 8000 and 12000 or one.n = 15001
    """,
    # a third is over, a third has an end, a third has none
    """
    insert into amity.step_backs (owner_id, person_id, since, until, reason)
    select one_id, other_id, moment, case step % 3
      when 0 then moment + interval '1 day' when 1 then timestamptz '2100-01-01' end, 'tired'
    from public.twenty where (n + step) % 10 > 0
    """,
    """
    insert into amity_private.step_backs_history
      (step_back_id, owner_id, person_id, action, actor_id, cause, occurred_at)
    select id, owner_id, person_id, 'stepped_back', owner_id, 'user', since
    from amity.step_backs
    """,
    """
    insert into amity.label_types (id, owner_id, name)
    select md5('type ' || n || ' ' || type)::uuid, id, 'type ' || type
    from public.ring cross join generate_series(0, 4) as type
    """,
    """
    insert into amity.labels (owner_id, person_id, type_id, note, tags, created_at)
    select one_id, other_id, md5('type ' || n || ' ' || step % 5)::uuid, 'a note',
      array['tag ' || step % 7], moment
    from public.twenty
    """,
    """
    insert into amity.circles (id, name, created_by, created_at)
    select md5('circle ' || n)::uuid, 'circle ' || n, null, timestamptz '2024-01-01'
    from public.ring
    """,
    """
    insert into amity.circles (id, name, created_by, label_type_id, created_at)
    select md5('dynamic ' || n)::uuid, 'dynamic ' || n, id, md5('type ' || n || ' 0')::uuid,
      timestamptz '2024-01-01'
    from public.ring
    """,
    """
    insert into amity.circle_members
      (circle_id, person_id, role, status, invited_by, invited_at, joined_at)
    select md5('circle ' || n)::uuid, one_id, 'admin'::amity.circle_role,
      'member'::amity.circle_status, null::uuid, null::timestamptz, moment
    from public.twenty where step = 1
    union all
    select md5('circle ' || n)::uuid, other_id, 'member',
      case when step % 10 > 0 then 'member' else 'invited' end::amity.circle_status,
      case when step % 10 = 0 then one_id end, moment, case when step % 10 > 0 then moment end
    from public.twenty
    """,
    """
    insert into amity_private.circle_members_history
      (circle_member_id, circle_id, person_id, action, actor_id, cause, occurred_at)
    select members.id, circle_id, person_id, case
        when invited_at is null then 'founded' when status = 'member' then 'joined' else 'invited'
      end::amity.circle_member_action,
      coalesce(invited_by, person_id), 'user', coalesce(joined_at, invited_at)
    from amity.circle_members as members
    """,
    """
    insert into amity.invites (id, issuer_id, medium, kind, issued_at, expires_at)
    select md5('invite ' || n || ' ' || step)::uuid, one_id, 'link', 'connect', moment,
      case when step < 5 then timestamptz '2100-01-01' else moment + interval '7 days' end
    from public.twenty
    """,
    """
    insert into amity_private.invite_tokens (token_hash, invite_id)
    select sha256(convert_to('token ' || n || ' ' || step, 'UTF8')),
      md5('invite ' || n || ' ' || step)::uuid
    from public.twenty
    """,
    # five slots each
    """
    insert into amity_private.tallies (person_id, what, n)
    select person_id, what, (n + slot - 1) / 5
    from amity_private.true_tallies cross join generate_series(1, 5) as slot
    """,
    """
    insert into amity.kept_badges (person_id, badge, awarded_at)
    select id, badge, timestamptz '2024-06-01' from public.ring cross join amity.badges
    """,
    """
    update amity.badges set kept = true
    """,
    """
    insert into amity_private.rate_limit_state (person_id, action, theoretical_arrival_at)
    select id, action, timestamptz '2024-01-01'
    from public.ring cross join amity.rate_limits
    """,
    """
    insert into amity.notifications
      (person_id, kind, actor_id, subject_id, created_at, read_at)
    select one_id, 'followed', other_id, gen_random_uuid(), moment,
      case when step > 5 then moment end
    from public.twenty
    """,
    """
    insert into amity_private.untaken_notifications select id from amity.notifications
    """,
    """
    update amity.settings set value = 'true' where name = 'notifications_are_taken'
    """,
    """
    update amity.rate_limits set max_actions = 1000, per = '1 hour'
    """,
)

# As in million.py; what is there twice is told by a constraint.
INDEXES = """
select indexrelid::regclass::text, pg_get_indexdef(indexrelid)
from pg_index join pg_class on pg_class.oid = indrelid
where relnamespace in ('amity'::regnamespace, 'amity_private'::regnamespace)
  and relname ~ '^(step_backs|label|circle|invite|tallies|kept_badges|rate_limit|notif|untaken)'
  and not exists (select from pg_constraint where conindid = indexrelid)
"""

MORE = {
    "step_backs",
    "step_backs_history",
    "label_types",
    "labels",
    "circles",
    "circle_members",
    "circle_members_history",
    "invites",
    "invite_tokens",
    "tallies",
    "kept_badges",
    "rate_limit_state",
    "notifications",
    "untaken_notifications",
}
BIG = TIES | MORE


def fill(url: str) -> None:
    """Adds it all to the ring."""
    with psycopg.connect(url, autocommit=True) as conn:
        conn.execute("set session_replication_role = replica")
        conn.execute("set synchronous_commit = off")
        conn.execute("set maintenance_work_mem = '256MB'")
        indexes = conn.execute(INDEXES).fetchall()
        for name, _ in indexes:
            conn.execute(f"drop index {name}")
        for statement in FILL:
            conn.execute(statement)
        for _, definition in indexes:
            conn.execute(definition)
        for name in MORE:
            schema = conn.execute("select to_regclass(%s)", [f"amity.{name}"]).fetchone()
            conn.execute(f"vacuum analyze amity{'' if schema and schema[0] else '_private'}.{name}")


@dataclass(frozen=True)
class Resident(Person):
    """A person of the ring, and what is theirs."""

    known: UUID
    """Connected with me, and I have not stepped back from them."""
    somebodys: UUID
    """Connected with me, and in none of my circles."""
    circle: UUID
    """That I run."""
    dynamic: UUID
    type: UUID
    labelled: UUID
    """By me, with that type."""
    member: UUID
    """Of my circle."""
    circle_i_am_in: UUID
    circle_i_am_asked_to: UUID
    invite: UUID
    token: str
    """Of a person I have no tie with."""


RESIDENT: LiteralString = """
select
  (select id from public.ring where n = 10000 - 97),
  (select id from public.ring where n = 10000 - 194),
  md5('circle 10000')::uuid, md5('dynamic 10000')::uuid, md5('type 10000 0')::uuid,
  (select id from public.ring where n = 10000 + 97 * 5),
  (select id from public.ring where n = 10000 + 97),
  md5('circle ' || 10000 - 97)::uuid, md5('circle ' || 10000 - 970)::uuid,
  md5('invite 10000 10')::uuid, 'token 15001 1'
"""


def resident(url: str, person: Person) -> Resident:
    """A person, once the ring is full."""
    with psycopg.connect(url) as conn:
        return Resident(*vars(person).values(), *(conn.execute(RESIDENT).fetchone() or ()))
