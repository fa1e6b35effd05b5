-- The columns that say who stepped back are about whoever speaks. stepped_back_by decides: from
-- null to me is to step back, from me to null to return, and while it stays the others may change.
create or replace function amity_private.tg_friendships__step_back() returns trigger
language plpgsql volatile  -- invoker: the table decides
set search_path = pg_catalog, pg_temp
as $$
declare
  v_owner constant uuid := coalesce(new.stepped_back_by, old.stepped_back_by);
  v_person constant uuid := case v_owner
    when old.requester_id then old.addressee_id
    when old.addressee_id then old.requester_id
  end;
begin
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
  where owner_id = (select amity.me()) and person_id = v_person;
  return new;
end;
$$;

comment on function amity_private.tg_friendships__step_back() is
  'Writes into amity.step_backs what the stepped_back columns of amity.friendships are set to.';

create or replace trigger _600_step_back
instead of update on amity.friendships
for each row execute function amity_private.tg_friendships__step_back();
