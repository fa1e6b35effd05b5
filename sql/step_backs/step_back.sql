-- Stepping back: from somebody I am connected with or follow, once, in my own name, until a moment
-- that is still to come.

create or replace function amity_private.refuse_past(moment timestamptz) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if moment <= clock_timestamp() then
    perform amity_private.refuse('until_passed');
  end if;
end;
$$;

create or replace function amity_private.tg_step_backs__step_back() returns trigger
language plpgsql volatile security definer  -- it locks the pair and sees blocks of both sides
set search_path = pg_catalog, pg_temp
as $$
begin
  if amity.me() <> new.owner_id then
    perform amity_private.refuse('not_yours');
  elsif new.owner_id = new.person_id then
    perform amity_private.refuse('self_step_back');
  end if;
  perform amity_private.refuse_past(new.until);
  perform amity_private.hold_pair(new.owner_id, new.person_id);
  perform amity_private.hold_ties(new.owner_id, new.person_id);
  if not amity_private.is_tied(new.owner_id, new.person_id) then
    perform amity_private.refuse('no_tie');
  end if;
  -- one that is over makes room
  delete from amity.step_backs
  where owner_id = new.owner_id and person_id = new.person_id and amity_private.has_passed(until);
  if exists (
    select from amity.step_backs where owner_id = new.owner_id and person_id = new.person_id
  ) then
    perform amity_private.refuse('already_stepped_back');
  end if;
  new.until := nullif(new.until, 'infinity');
  return new;
end;
$$;

comment on function amity_private.refuse_past(timestamptz) is
  'Refuses until_passed for a moment that is not to come; null is for ever.';
comment on function amity_private.tg_step_backs__step_back() is
  'Decides on a new step-back. Refuses: not_yours, self_step_back, until_passed, blocked, '
  'person_not_found, no_tie, already_stepped_back.';

create or replace trigger _000_require_speaker
before insert or update or delete on amity.step_backs
for each statement execute function amity_private.tg_require_speaker();

create or replace trigger _100_step_back
before insert on amity.step_backs
for each row execute function amity_private.tg_step_backs__step_back();

create or replace trigger _100_keep
before update of id, owner_id, person_id on amity.step_backs
for each row
when ((old.id, old.owner_id, old.person_id) is distinct from (new.id, new.owner_id, new.person_id))
execute function amity_private.tg_ties__keep();

create or replace trigger _100_keep_all
before truncate on amity.step_backs
for each statement execute function amity_private.tg_tables__refuse_truncate();

create or replace function amity.step_back_from(
  person uuid, until timestamptz default null, reason text default null
) returns amity.step_backs
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_step_back amity.step_backs;
begin
  insert into amity.step_backs (person_id, until, reason)
  values (person, until, reason) returning * into v_step_back;
  return v_step_back;
end;
$$;

grant execute on function amity.step_back_from(uuid, timestamptz, text) to authenticated;
comment on function amity.step_back_from(uuid, timestamptz, text) is
  'Steps back from a person until a moment, or until I return; they never know. Refuses: '
  'person_not_found, self_step_back, until_passed, blocked, no_tie, already_stepped_back, '
  'text_too_long, text_invalid, signed_out, not_joined.';
