"""A kind that nobody has heard of: all of its files, and nothing of anybody else's.

A wave goes from one person to another, until the one who waved takes it back.
"""

REFUSALS = """
insert into amity_private.refusals (slug, status, message, hint) values
  ('self_wave', 400, 'You cannot wave at yourself', 'Name another person.'),
  ('already_waved', 409, 'You have waved at this user', 'Wait for them to wave back.'),
  ('waves_disabled', 403, 'Waving is switched off', 'Ask the site.')
on conflict (slug) do update
  set status = excluded.status, message = excluded.message, hint = excluded.hint;
"""

SETTINGS = """
insert into amity.settings (name, type, value, fallback, choices, description) values
  ('waves_enabled', 'boolean', 'true', 'true', null, 'Whether people can wave.'),
  ('wave_ttl', 'interval', '1 day', '1 day', null, 'How long a wave is kept.')
on conflict (name) do update
  set type = excluded.type, fallback = excluded.fallback, choices = excluded.choices,
    description = excluded.description;
"""

TABLE = """
create table amity.waves (
  id uuid not null default amity.uuid_v7(),
  waver_id uuid not null default amity.me(),
  waved_id uuid not null,
  created_at timestamptz not null default clock_timestamp(),
  constraint waves_pkey primary key (id),
  constraint waves_waver_is_a_person
    foreign key (waver_id) references amity.people (id) on delete cascade,
  constraint waves_waved_is_a_person
    foreign key (waved_id) references amity.people (id) on delete cascade,
  constraint waves_not_at_myself check (waver_id <> waved_id),
  constraint waves_once unique (waver_id, waved_id)
);
create index waves_of_waved on amity.waves (waved_id);

select amity_private.keep_no_statistics('amity.waves');
alter table amity.waves enable row level security;
revoke all on amity.waves from public, anon, authenticated, service_role;

comment on table amity.waves is 'Who waved at whom. Insert waved_id to wave.';
comment on column amity.waves.id is 'The wave.';
comment on column amity.waves.waver_id is 'Who waved.';
comment on column amity.waves.waved_id is 'At whom.';
comment on column amity.waves.created_at is 'When.';
"""

POLICIES = """
drop policy if exists select_mine on amity.waves;
create policy select_mine on amity.waves for select to authenticated
  using (
    (waver_id = (select amity.me()) and amity_private.search_by(waver_id))
    or (waved_id = (select amity.me()) and amity_private.search_by(waved_id))
  );
grant select (id, waver_id, waved_id, created_at) on amity.waves to authenticated;
comment on policy select_mine on amity.waves is 'Both people see a wave.';

drop policy if exists insert_mine on amity.waves;
create policy insert_mine on amity.waves for insert to authenticated
  with check (waver_id = (select amity.me()));
grant insert (waver_id, waved_id) on amity.waves to authenticated;
comment on policy insert_mine on amity.waves is 'A person waves in their own name.';

create or replace trigger _050_give_columns
before insert on amity.waves
for each row execute function amity_private.tg_columns__give('created_at');

drop policy if exists delete_mine on amity.waves;
create policy delete_mine on amity.waves for delete to authenticated
  using (waver_id = (select amity.me()));
grant delete on amity.waves to authenticated;
comment on policy delete_mine on amity.waves is 'Whoever waved takes it back.';

drop policy if exists all_service on amity.waves;
create policy all_service on amity.waves to service_role using (true) with check (true);
grant select, insert, delete on amity.waves to service_role;
comment on policy all_service on amity.waves is 'A service may wave for others.';
"""

HISTORY_TABLE = """
{% from 'foundation/history.macro' import history_table %}
{{ history_table(
  kind='waves', tie='wave', one='waver', other='waved', actions=['waved', 'took_back']
) }}
"""

HISTORY = """
{% from 'foundation/history.macro' import history %}
{{ history(
  kind='waves', tie='wave', one='waver', other='waved',
  readers='
    (waver_id = (select amity.me()) and amity_private.search_by(waver_id))
    or (waved_id = (select amity.me()) and amity_private.search_by(waved_id))
  ',
  states="case when live.id is not null then 'waved'::amity.wave_action end",
  opening=['waved']
) }}
"""

WAVE = """
create or replace function amity_private.tg_waves__wave() returns trigger
language plpgsql volatile security definer  -- it locks the pair and sees blocks of both sides
set search_path = pg_catalog, pg_temp
as $$
begin
  if amity.me() <> new.waver_id then
    perform amity_private.refuse('not_yours');
  elsif new.waver_id = new.waved_id then
    perform amity_private.refuse('self_wave');
  elsif not amity_private.setting_is_on('waves_enabled') then
    perform amity_private.refuse('waves_disabled');
  end if;
  perform amity_private.hold_pair(new.waver_id, new.waved_id);
  if exists (select from amity.waves where (waver_id, waved_id) = (new.waver_id, new.waved_id)) then
    perform amity_private.refuse('already_waved');
  end if;
  return new;
end;
$$;

revoke execute on function amity_private.tg_waves__wave() from public;
comment on function amity_private.tg_waves__wave() is 'Decides on a new wave.';

create or replace trigger _000_require_speaker
before insert or update or delete on amity.waves
for each statement execute function amity_private.tg_require_speaker();

create or replace trigger _100_wave
before insert on amity.waves
for each row execute function amity_private.tg_waves__wave();

create or replace trigger _100_keep
before update of id, waver_id, waved_id on amity.waves
for each row
when ((old.id, old.waver_id, old.waved_id) is distinct from (new.id, new.waver_id, new.waved_id))
execute function amity_private.tg_ties__keep();

create or replace trigger _100_keep_all
before truncate on amity.waves
for each statement execute function amity_private.tg_tables__refuse_truncate();

create or replace function amity.wave(person uuid) returns amity.waves
language sql volatile
begin atomic
  insert into amity.waves (waved_id) values (person) returning *;
end;

revoke execute on function amity.wave(uuid) from public;
grant execute on function amity.wave(uuid) to authenticated;
comment on function amity.wave(uuid) is 'Waves at a person; returns the wave.';
"""

REMEMBER = """
create or replace function amity_private.tg_waves__remember() returns trigger
language plpgsql volatile security definer  -- nobody else may write the history
set search_path = pg_catalog, pg_temp
as $$
declare
  v_row constant amity.waves := coalesce(new, old);
begin
  if tg_op = 'DELETE' or not exists (select from amity.waves where id = v_row.id) then
    insert into amity_private.waves_history
      (wave_id, waver_id, waved_id, action, actor_id, cause)
    values (
      v_row.id, v_row.waver_id, v_row.waved_id,
      case tg_op when 'DELETE' then 'took_back' else 'waved' end::amity.wave_action,
      amity.me(), amity_private.cause_of_change(v_row.waver_id, v_row.waved_id)
    );
  end if;
  return v_row;
end;
$$;

revoke execute on function amity_private.tg_waves__remember() from public;
comment on function amity_private.tg_waves__remember() is 'Writes down every wave and its end.';

create or replace trigger _900_remember
before insert or delete on amity.waves
for each row execute function amity_private.tg_waves__remember();
"""

ON_BLOCK = """
create or replace function amity_private.tg_blocks__end_waves() returns trigger
language plpgsql volatile security definer  -- it ends what belongs to two people
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from amity.waves
  where (waver_id, waved_id) in (
    (new.blocker_id, new.blocked_id), (new.blocked_id, new.blocker_id)
  );
  return null;
end;
$$;

revoke execute on function amity_private.tg_blocks__end_waves() from public;
comment on function amity_private.tg_blocks__end_waves() is 'Ends the waves of two people.';

create or replace trigger _500_end_waves
after insert on amity.blocks
for each row execute function amity_private.tg_blocks__end_waves();
"""

LIMIT = """
insert into amity.rate_limits (action, max_actions, per) values ('wave', null, '1 hour')
on conflict (action) do nothing;

create or replace trigger _700_consume_rate_limit
before insert on amity.waves
for each row execute function amity_private.tg_limits__consume_rate_limit('wave');
"""

VERIFY = """
create or replace function amity_private.verify_waves() returns table (invariant text, detail text)
language sql stable
begin atomic
  select 'history_replays', drift.wave_id::text from amity_private.waves_drift as drift;
end;

revoke execute on function amity_private.verify_waves() from public;
comment on function amity_private.verify_waves() is 'The invariants of waves that are broken.';
"""

TIDY = """
create or replace function amity_private.tidy_waves() returns bigint
language sql volatile
begin atomic
  with gone as (
    delete from amity.waves
    where created_at < clock_timestamp() - amity_private.setting_interval('wave_ttl')
    returning 1
  )
  select count(*) from gone;
end;

revoke execute on function amity_private.tidy_waves() from public;
comment on function amity_private.tidy_waves() is 'Ends waves past wave_ttl.';
"""

MY_COUNT = """
create or replace function amity_private.my_count_waves() returns bigint
language sql stable
return (select count(*) from amity.waves where waved_id = (select amity.me()));

revoke execute on function amity_private.my_count_waves() from public;
comment on function amity_private.my_count_waves() is 'How many people waved at me.';
"""

MODULE = '''"""Waves: at somebody, until taken back."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from amity.calls import Call, one
from amity.errors import Refusal


@dataclass(frozen=True, slots=True)
class Wave:
    """A row of ``amity.waves``."""

    id: UUID
    waver_id: UUID
    waved_id: UUID
    created_at: datetime


class SelfWave(Refusal):
    """You cannot wave at yourself."""


class AlreadyWaved(Refusal):
    """You have waved at this person."""


class WavesDisabled(Refusal):
    """The host has switched waving off."""


def wave(person: UUID | str) -> Call[Wave]:
    """Waves at somebody."""
    return one(Wave, "select * from amity.wave(%s::uuid)", person)
'''

COMMAND = '''"""`amity waves`."""

import typer

from amity.command._installed import installed
from amity.command._screen import say
from amity.command._target import Url, required


def register(app: typer.Typer) -> None:
    """Offer `amity waves`."""
    app.command()(waves)


def waves(url: Url = None) -> None:
    """Say how many waves there are."""
    with installed(required(url), "Looking") as connection:
        count = connection.execute("select count(*) from amity.waves").fetchone()
    say(f"{count[0]} waves.")
'''

PIECES = {
    "refusals": REFUSALS,
    "settings": SETTINGS,
    "table": TABLE,
    "policies": POLICIES,
    "history.table": HISTORY_TABLE,
    "history": HISTORY,
    "wave": WAVE,
    "remember": REMEMBER,
    "on_block": ON_BLOCK,
    "limit": LIMIT,
    "verify": VERIFY,
    "tidy": TIDY,
    "my_count": MY_COUNT,
}


def files(number: int) -> dict[str, str]:
    """Every file of the kind by its path, with the migration of that number."""
    header = "-- Waves.\n-- depends: 0013.limits\n\n"
    contents = "".join(f"{{% include 'waves/{name}.sql' %}}\n" for name in PIECES)
    return {
        **{f"sql/waves/{name}.sql": text.lstrip() for name, text in PIECES.items()},
        f"migrations/{number:04}.waves.sql": header + contents,
        "python/amity/waves.py": MODULE,
        "python/amity/command/waves.py": COMMAND,
    }
