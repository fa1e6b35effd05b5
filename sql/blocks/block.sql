-- Blocking: anybody but myself, once, in my own name.
create or replace function amity_private.tg_blocks__block() returns trigger
language plpgsql volatile security definer  -- it takes the lock of the pair, and sees both sides
set search_path = pg_catalog, pg_temp
as $$
declare
  v_me constant uuid := amity.me();
begin
  if new.blocker_id is null or new.blocked_id is null then
    perform amity_private.refuse('person_not_found');
  elsif v_me <> new.blocker_id then
    perform amity_private.refuse('not_yours');
  elsif new.blocker_id = new.blocked_id then
    perform amity_private.refuse('self_block');
  end if;
  perform amity_private.lock_pair(
    new.blocker_id, new.blocked_id, amity_private.found_as(new.blocked_id, new.blocker_id)
  );
  -- a service may name a blocker who is nobody; and somebody may have left and joined again
  -- meanwhile
  perform from amity.people where id = new.blocker_id for key share;
  if not found then
    perform amity_private.refuse('person_not_found');
  end if;
  if exists (
    select from amity.blocks where blocker_id = new.blocker_id and blocked_id = new.blocked_id
  ) then
    perform amity_private.refuse('already_blocked');
  end if;
  return new;
end;
$$;

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

comment on function amity_private.tg_blocks__block() is
  'Decides on a new block. Refuses: person_not_found (null), not_yours, self_block, '
  'already_blocked.';
comment on function amity_private.tg_blocks__fill() is 'A flag that is not said is true.';

create or replace trigger _000_require_speaker
before insert or update or delete on amity.blocks
for each statement execute function amity_private.tg_require_speaker();

create or replace trigger _100_block
before insert on amity.blocks
for each row execute function amity_private.tg_blocks__block();

create or replace trigger _100_fill
before insert or update on amity.blocks
for each row execute function amity_private.tg_blocks__fill();

create or replace trigger _100_keep
before update of id, blocker_id, blocked_id on amity.blocks
for each row
when ((old.id, old.blocker_id, old.blocked_id)
  is distinct from (new.id, new.blocker_id, new.blocked_id))
execute function amity_private.tg_ties__keep();

create or replace trigger _100_keep_all
before truncate on amity.blocks
for each statement execute function amity_private.tg_tables__refuse_truncate();

create or replace function amity.block(
  person uuid,
  reason text default null,
  hide_from_search boolean default true,
  prevent_profile_view boolean default true
) returns amity.blocks
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_block amity.blocks;
begin
  insert into amity.blocks (blocked_id, reason, hide_from_search, prevent_profile_view)
  values (person, reason, hide_from_search, prevent_profile_view)
  returning * into v_block;
  return v_block;
end;
$$;

grant execute on function amity.block(uuid, text, boolean, boolean) to authenticated;
comment on function amity.block(uuid, text, boolean, boolean) is
  'Blocks a person and ends every tie with them, in one step; returns the block. Refuses: '
  'person_not_found (null), self_block, already_blocked, text_too_long, text_invalid, signed_out, '
  'not_joined.';
