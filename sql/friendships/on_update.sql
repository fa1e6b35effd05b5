-- An answer locks the connection, and a step-back the pair and its people. In one update the pair
-- comes first, as everywhere: see foundation/locks.sql. Refuses: isolation_unsupported,
-- too_much_at_once.
create or replace function amity_private.tg_friendships__hold_pair() returns trigger
language plpgsql volatile security definer  -- people may not take the locks themselves
set search_path = pg_catalog, pg_temp
as $$
begin
  if new.status is distinct from old.status
    and new.stepped_back_by is distinct from old.stepped_back_by then
    perform amity_private.lock_pair(old.requester_id, old.addressee_id);
    perform amity_private.hold_people(old.requester_id, old.addressee_id);
  end if;
  return new;
end;
$$;

create or replace trigger _400_hold_pair
instead of update on amity.friendships
for each row execute function amity_private.tg_friendships__hold_pair();

-- An update answers by status, and steps back by the stepped_back_* columns, which are about the
-- speaker alone. stepped_back_by decides: from null to me is to step back, from me to null to
-- return, and while it stays the others may change. Refuses beside what the tables refuse:
-- pair_is_fixed, status_invalid.
create or replace function amity_private.tg_friendships__on_update() returns trigger
language plpgsql volatile  -- invoker: the tables decide
set search_path = pg_catalog, pg_temp
as $$
declare
  v_owner constant uuid := coalesce(new.stepped_back_by, old.stepped_back_by);
  v_person constant uuid := case v_owner
    when old.requester_id then old.addressee_id
    when old.addressee_id then old.requester_id
  end;
begin
  if (new.id, new.requester_id, new.addressee_id)
    is distinct from (old.id, old.requester_id, old.addressee_id) then
    perform amity_private.refuse('pair_is_fixed');
  end if;
  new.responded_at := old.responded_at;
  new.created_at := old.created_at;
  if new.status is distinct from old.status then
    if new.status not in ('pending', 'accepted', 'declined', 'canceled') then
      perform amity_private.refuse('status_invalid', new.status);
    end if;
    update amity.connections
    set status = (
      case new.status when 'declined' then 'rejected' when 'canceled' then 'cancelled'
        else new.status end
    )::amity.connections_status
    where id = old.id returning responded_at into new.responded_at;
    if not found then
      return null;
    end if;
  end if;

  if new.stepped_back_by is distinct from old.stepped_back_by then
    if new.stepped_back_by is null then
      delete from amity.step_backs where owner_id = v_owner and person_id = v_person;
    else
      insert into amity.step_backs (owner_id, person_id, until, reason)
      values (v_owner, v_person, new.stepped_back_until, new.stepped_back_reason);
    end if;
  elsif (new.stepped_back_until, new.stepped_back_reason)
    is distinct from (old.stepped_back_until, old.stepped_back_reason) then
    update amity.step_backs
    set until = new.stepped_back_until, reason = new.stepped_back_reason
    where owner_id = v_owner and person_id = v_person;
  end if;
  select owner_id, since, until, reason
  into new.stepped_back_by, new.stepped_back_at, new.stepped_back_until, new.stepped_back_reason
  from amity.step_backs
  where owner_id = amity.me() and person_id = v_person;
  return new;
end;
$$;

create or replace trigger _500_on_update
instead of update on amity.friendships
for each row execute function amity_private.tg_friendships__on_update();
