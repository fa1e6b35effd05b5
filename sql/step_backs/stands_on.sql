-- What a step-back stands on: the connection of the pair, or the owner's own follow.
create or replace function amity_private.is_tied(owner uuid, person uuid) returns boolean
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  return exists (
    select from amity.connections
    where least(requester_id, recipient_id) = least(owner, person)
      and greatest(requester_id, recipient_id) = greatest(owner, person)
      and status = 'accepted'
  ) or exists (select from amity.follows where follower_id = owner and followed_id = person);
end;
$$;

-- The same, and keeps both ties from ending until the transaction does: what ends one of them
-- waits, and then finds the step-back.
create or replace function amity_private.hold_ties(owner uuid, person uuid) returns boolean
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_ties record;
begin
  select
    exists (
      select from amity.connections
      where least(requester_id, recipient_id) = least(owner, person)
        and greatest(requester_id, recipient_id) = greatest(owner, person)
        and status = 'accepted'
      for key share
    ) as connected,
    exists (
      select from amity.follows where follower_id = owner and followed_id = person for key share
    ) as following
  into v_ties;
  return v_ties.connected or v_ties.following;
end;
$$;
