{% from 'connections/connected.macro' import when_connected %}
{% from 'foundation/table.macro' import keep_all %}
-- Changes a tally in a slot that no other transaction holds, and adds one where all are held: it
-- never waits. A person whose account ends in this transaction gets no new slot.
create or replace function amity_private.add_to_tally(
  person uuid, what amity_private.tally, change integer
) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_place tid;
begin
  select ctid into v_place from amity_private.tallies
  where tallies.person_id = person and tallies.what = add_to_tally.what
  limit 1 for update skip locked;
  if found then
    update amity_private.tallies set n = n + change where ctid = v_place;
  else
    insert into amity_private.tallies (person_id, what, n)
    select people.id, add_to_tally.what, change from amity.people where people.id = person;
  end if;
end;
$$;

-- A connection that begins or ends counts for both people. Only accepted ones count; a request that
-- is deleted was never counted.
create or replace function amity_private.tg_connections__count() returns trigger
language plpgsql volatile security definer  -- people may not write tallies
set search_path = pg_catalog, pg_temp
as $$
declare
  v_row constant amity.connections := coalesce(new, old);
  v_change constant integer := case tg_op when 'DELETE' then -1 else 1 end;
  v_done text;
begin
  v_done := amity_private.add_to_tally(v_row.requester_id, 'connections', v_change);
  v_done := amity_private.add_to_tally(v_row.recipient_id, 'connections', v_change);
  return null;
end;
$$;

{{ when_connected(500, 'count') }}
-- Counts a follow for both people.
create or replace function amity_private.tg_follows__count() returns trigger
language plpgsql volatile security definer  -- as above
set search_path = pg_catalog, pg_temp
as $$
declare
  v_row constant amity.follows := coalesce(new, old);
  v_change constant integer := case tg_op when 'DELETE' then -1 else 1 end;
  v_done text;
begin
  v_done := amity_private.add_to_tally(v_row.follower_id, 'following', v_change);
  v_done := amity_private.add_to_tally(v_row.followed_id, 'followers', v_change);
  return null;
end;
$$;

create or replace trigger _500_count
after insert or delete on amity.follows
for each row execute function amity_private.tg_follows__count();

{{ keep_all('amity_private.tallies') }}
