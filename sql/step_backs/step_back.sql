-- Stepping back: from a person I am connected with or follow, once, in my own name, until a moment
-- that is still to come.

-- Returns a moment that is still to come, null for ever. Refuses: until_passed, date_invalid.
create or replace function amity_private.check_until(moment timestamptz) returns timestamptz
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_done boolean;  -- an assignment is an expression, `perform` a query
begin
  if moment <= clock_timestamp() then
    perform amity_private.refuse('until_passed');
  end if;
  moment := nullif(moment, 'infinity');
  v_done := amity_private.check_date((moment at time zone 'UTC')::date);
  return moment;
end;
$$;

-- Refuses: person_not_found, not_yours, self_step_back, until_passed, blocked, no_tie,
-- already_stepped_back.
create or replace function amity_private.tg_step_backs__step_back() returns trigger
language plpgsql volatile security definer  -- it locks the pair and sees blocks of both sides
set search_path = pg_catalog, pg_temp
as $$
declare
  v_me uuid;
  v_before amity.step_backs;
begin
  select amity_private.open_act('step_back', new.owner_id, new.person_id) into v_me;
  new.until := amity_private.check_until(new.until);
  perform amity_private.hold_pair(new.owner_id, new.person_id, v_me);
  if not amity_private.hold_ties(new.owner_id, new.person_id) then
    perform amity_private.refuse('no_tie');
  end if;
  select * into v_before from amity.step_backs
  where owner_id = new.owner_id and person_id = new.person_id;
  if amity_private.has_passed(v_before.until) then
    delete from amity.step_backs where id = v_before.id;  -- one that is over makes room
  elsif found then
    perform amity_private.refuse_duplicate('already_stepped_back');
    return null;
  end if;
  -- for a tie that ends above READ COMMITTED and does not see this: see end_with_tie.sql
  update amity.people set host_key = host_key where id = new.owner_id;
  return new;
end;
$$;

create or replace trigger _100_step_back
before insert on amity.step_backs
for each row execute function amity_private.tg_step_backs__step_back();

{% from 'foundation/client.macro' import act %}
{% call act(
  'step_back_from',
  'person uuid, until timestamptz default null, reason text default null',
  'amity.step_backs', to='authenticated',
  says="Steps back from a person until a moment, or until I return; they never know. Refuses:
    person_not_found, self_step_back, until_passed, date_invalid, blocked, no_tie,
    already_stepped_back, text_too_long, text_invalid, signed_out, not_joined."
) %}
  insert into amity.step_backs (person_id, until, reason) values (person, until, reason)
{% endcall %}
