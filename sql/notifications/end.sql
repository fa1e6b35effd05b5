{% from 'notifications/end.macro' import end_with %}
-- Ends what people were told about a row that ends.
create or replace function amity_private.tg_notifications__end_with_subject() returns trigger
language plpgsql volatile security definer  -- they belong to others
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from amity.notifications where subject_id = old.id;
  return null;
end;
$$;

{{ end_with('amity.connections') }}
{{ end_with('amity.follows') }}
{{ end_with('amity.kept_badges') }}
-- A circle takes all its members along, and a person can have been told of several. What deletes
-- notifications about more than one row locks them by id.
create or replace function amity_private.tg_circle_members__end_notifications() returns trigger
language plpgsql volatile security definer  -- they belong to others
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from amity.notifications
  where id = any (array(
    select id from amity.notifications where subject_id = any (array(select gone.id from gone))
    order by id for update
  ));
  return null;
end;
$$;

create or replace trigger _560_end_notifications
after delete on amity.circle_members
referencing old table as gone
for each statement execute function amity_private.tg_circle_members__end_notifications();
-- Ends, on a block, what the two people were told of each other. A membership outlives the block;
-- to the other person it looks as if the member had left.
create or replace function amity_private.tg_blocks__end_notifications() returns trigger
language plpgsql volatile security definer  -- they belong to two people
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from amity.notifications
  where id = any (array(
    select id from amity.notifications
    where (actor_id = new.blocker_id and person_id = new.blocked_id)
      or (actor_id = new.blocked_id and person_id = new.blocker_id)
    order by id for update
  ));
  return null;
end;
$$;

create or replace trigger _560_end_notifications
after insert on amity.blocks
for each row execute function amity_private.tg_blocks__end_notifications();

-- Ends, with an account, what its person was told and what others were told of them: a membership
-- also outlives the account of the person who invited. The end of the person's ties, which comes
-- first, waits for every act that could still tell something.
create or replace function amity_private.tg_people__end_notifications() returns trigger
language plpgsql volatile  -- a service that deletes a person may delete these
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from amity.notifications
  where id = any (array(
    select id from amity.notifications where person_id = old.id or actor_id = old.id
    order by id for update
  ));
  return null;
end;
$$;

create or replace trigger _530_end_notifications
after delete on amity.people
for each row execute function amity_private.tg_people__end_notifications();
