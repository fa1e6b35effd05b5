"""A kind that is not ours: all of its files, and nothing of another kind's.

A wave goes from one person to another, until it passes or the one who waved takes it back.
"""

REFUSALS = """
insert into amity_private.refusals (slug, status, message, hint) values
  ('self_wave', 400, 'You cannot wave at yourself', 'Name another person.'),
  ('already_waved', 409, 'You have waved at this user', 'Wait for them to wave back.'),
  ('not_waved', 404, 'You have not waved at this user', 'There is nothing to take back.'),
  ('waves_disabled', 403, 'Waving is switched off', 'Ask the site.')
on conflict (slug) do update
  set status = excluded.status, message = excluded.message, hint = excluded.hint;
"""

SETTINGS = """
insert into amity.settings (name, type, value, fallback, choices, description) values
  ('waves_enabled', 'boolean', 'true', 'true', null, 'Whether people can wave.'),
  ('wave_ttl', 'interval', '1 day', '1 day', null, 'How long a wave stands.')
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
  until timestamptz,
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

comment on table amity.waves is 'Who waved at whom. Insert waved_id to wave.';
comment on column amity.waves.id is 'The wave.';
comment on column amity.waves.waver_id is 'Who waved.';
comment on column amity.waves.waved_id is 'At whom.';
comment on column amity.waves.created_at is 'When.';
comment on column amity.waves.until is 'When it passes; null is never.';

{% from 'foundation/history.macro' import history_table %}
{{ history_table(
  kind='waves', tie='wave', one='waver', other='waved',
  opening=['waved'], closing=['took_back', 'lapsed']
) }}
"""

WAVE = """
-- Waving: at anybody but myself, once at a time, in my own name, not across a block. Refuses:
-- person_not_found, not_yours, self_wave, waves_disabled, blocked, already_waved.
create or replace function amity_private.tg_waves__wave() returns trigger
language plpgsql volatile security definer  -- it locks the pair and sees blocks of both sides
set search_path = pg_catalog, pg_temp
as $$
begin
  perform amity_private.begin_act(
    'wave', new.waver_id, new.waved_id, amity_private.setting_is_on('waves_enabled')
  );
  delete from amity.waves
  where waver_id = new.waver_id and waved_id = new.waved_id and amity_private.has_passed(until);
  perform from amity.waves where waver_id = new.waver_id and waved_id = new.waved_id;
  if found then
    perform amity_private.refuse('already_waved');
  end if;
  new.until := coalesce(new.until, new.created_at + amity_private.setting_interval('wave_ttl'));
  return new;
end;
$$;

create or replace trigger _100_wave
before insert on amity.waves
for each row execute function amity_private.tg_waves__wave();

{% from 'foundation/tie.macro' import do %}
{{ do(
  'wave', 'waves', theirs='waved',
  says='Waves at a person; returns the wave. Refuses: person_not_found, self_wave, waves_disabled, '
    ~ 'blocked, already_waved'
) }}
"""

TAKE_BACK = """
{% from 'foundation/tie.macro' import undo %}
{{ undo(
  'take_back_wave', 'waves', mine='waver', theirs='waved', missing='not_waved',
  says='Takes a wave back; returns it as it was.'
) }}
"""

TIE = """
{% from 'foundation/tie.macro' import tie %}
{{ tie(
  kind='waves', tie='wave', one='waver', other='waved', both=true, until='until',
  begins='waved', ends='took_back', on_block=590,
  select=['id', 'waver_id', 'waved_id', 'created_at', 'until'],
  insert=['waver_id', 'waved_id', 'until'], update=['until']
) }}
"""

LIMIT = """
insert into amity.rate_limits (action, max_actions, per) values ('wave', null, '1 hour')
on conflict (action) do nothing;

create or replace trigger _700_consume_rate_limit
before insert on amity.waves
for each row execute function amity_private.tg_limits__consume_rate_limit('wave');
"""

MY_COUNT = """
-- How many people waved at me.
create or replace function amity_private.my_count_waves() returns bigint
language sql stable
set search_path = pg_catalog, pg_temp
return (select count(*) from amity.waves where waved_id = (select amity.me()));

"""

MODULE = '''"""Waves: at a person, until taken back."""

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
    until: datetime | None


class SelfWave(Refusal):
    """You cannot wave at yourself."""


class AlreadyWaved(Refusal):
    """You have waved at this person."""


class NotWaved(Refusal):
    """You have not waved at this person."""


class WavesDisabled(Refusal):
    """The host has switched waving off."""


def wave(person: UUID | str) -> Call[Wave]:
    """Waves at a person."""
    return one(Wave, "select * from amity.wave(%s::uuid)", person)


def take_back(person: UUID | str) -> Call[Wave]:
    """Takes a wave back."""
    return one(Wave, "select * from amity.take_back_wave(%s::uuid)", person)
'''

COMMAND = '''"""`amity waves`."""

from amity.command import app
from amity.command._screen import say
from amity.command._target import Url, required, installed


@app.command()
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
    "wave": WAVE,
    "take_back": TAKE_BACK,
    "tie": TIE,
    "limit": LIMIT,
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
