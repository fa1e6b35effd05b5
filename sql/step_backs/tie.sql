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

-- Both ties are held, so that neither can end unseen: whoever ends one of them waits, and then
-- finds the step-back.
create or replace function amity_private.hold_ties(owner uuid, person uuid) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform from amity.connections
  where least(requester_id, recipient_id) = least(owner, person)
    and greatest(requester_id, recipient_id) = greatest(owner, person)
  for key share;
  perform from amity.follows where follower_id = owner and followed_id = person for key share;
end;
$$;

comment on function amity_private.is_tied(uuid, uuid) is
  'Whether owner is connected with person or follows them.';
comment on function amity_private.hold_ties(uuid, uuid) is
  'Keeps the ties of owner to person from ending until the transaction does.';
