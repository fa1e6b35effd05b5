-- Decides on a new end of a step-back. Refuses: until_passed.
create or replace function amity_private.tg_step_backs__change() returns trigger
language plpgsql volatile security definer  -- people may not execute what checks a moment
set search_path = pg_catalog, pg_temp
as $$
begin
  new.until := amity_private.check_until(new.until);
  return new;
end;
$$;

create or replace trigger _110_change
before update of until on amity.step_backs
for each row execute function amity_private.tg_step_backs__change();

create or replace function amity.change_step_back(
  person uuid, until timestamptz default null, reason text default null
) returns amity.step_backs
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_step_back amity.step_backs;
begin
  update amity.step_backs
  set until = change_step_back.until, reason = change_step_back.reason
  where owner_id = (select amity.me()) and person_id = person
  returning * into v_step_back;
  if not found then
    perform amity_private.refuse('not_stepped_back');
  end if;
  return v_step_back;
end;
$$;

grant execute on function amity.change_step_back(uuid, timestamptz, text) to authenticated;
comment on function amity.change_step_back(uuid, timestamptz, text) is
  'Says anew until when I stepped back from a person, and why; null is until I return, and no '
  'note. Refuses: not_stepped_back, until_passed, text_too_long, text_invalid, signed_out, '
  'not_joined.';
