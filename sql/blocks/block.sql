-- Blocking: any person but myself, once, in my own name. Refuses: person_not_found (null),
-- not_yours, self_block, not_joined, already_blocked.
create or replace function amity_private.tg_blocks__block() returns trigger
language plpgsql volatile security definer  -- it takes the lock of the pair, and sees both sides
set search_path = pg_catalog, pg_temp
as $$
declare
  v_me uuid;
  v_done text;  -- takes what is not looked at: an assignment is an expression, `perform` a query
  v_now record;
begin
  select amity_private.open_act('block', new.blocker_id, new.blocked_id) into v_me;
  v_done := amity_private.lock_pair(new.blocker_id, new.blocked_id, v_me);
  v_done := amity_private.hold_people(
    new.blocker_id, amity_private.found_as(new.blocked_id, new.blocker_id)
  );
  select
    exists (
      select from amity.blocks where blocker_id = new.blocker_id and blocked_id = new.blocked_id
    ) as blocking,
    -- a service may name a blocker who does not exist; and one may have left and joined again
    exists (select from amity.people where id = new.blocker_id for key share) as blocker_exists
  into v_now;
  if not v_now.blocker_exists and v_me is not null then
    perform amity_private.refuse('not_joined');  -- the account of the caller has just ended
  elsif not v_now.blocker_exists then
    perform amity_private.refuse('person_not_found');
  elsif v_now.blocking then
    perform amity_private.refuse_duplicate('already_blocked');
    return null;
  end if;
  return new;
end;
$$;

create or replace trigger _100_block
before insert on amity.blocks
for each row execute function amity_private.tg_blocks__block();

-- A client that says null says nothing: as much is hidden as can be.
create or replace function amity_private.tg_blocks__fill() returns trigger
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  new.hide_from_search := coalesce(new.hide_from_search, true);
  new.prevent_profile_view := coalesce(new.prevent_profile_view, true);
  return new;
end;
$$;

create or replace trigger _060_fill
before insert or update on amity.blocks
for each row execute function amity_private.tg_blocks__fill();

{% from 'foundation/client.macro' import act %}
{% call act(
  'block',
  'person uuid, reason text default null, hide_from_search boolean default true,
    prevent_profile_view boolean default true',
  'amity.blocks', to='authenticated',
  says="Blocks a person and ends every tie with them, in one step; returns the block. Refuses:
    person_not_found (null), self_block, already_blocked, text_too_long, text_invalid, signed_out,
    not_joined."
) %}
  insert into amity.blocks (blocked_id, reason, hide_from_search, prevent_profile_view)
  values (person, reason, hide_from_search, prevent_profile_view)
{% endcall %}
