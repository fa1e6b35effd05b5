-- A step-back stands on a tie: on the connection of the pair, or on the owner's own follow. When
-- the last of them ends, whatever ends it, it ends as well. Refuses: isolation_unsupported.
create or replace function amity_private.end_untied_step_back(owner uuid, person uuid)
returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_step_back amity.step_backs;
begin
  select * into v_step_back from amity.step_backs where owner_id = owner and person_id = person;
  if not found then
    if current_setting('transaction_isolation') not in ('read committed', 'read uncommitted') then
      -- above it, a new step-back is not visible, but the change of its owner's row is noticed
      perform from amity.people where id = owner for share;
    end if;
    return;
  -- A block, and the end of an account, take step-backs along by themselves, after all ties: if one
  -- held it here, it and the end of a follow would wait for each other.
  elsif amity_private.is_blocked_either_way(owner, person)
    or amity_private.cause_of_change(owner, person) = 'account_deleted' then
    return;
  end if;
  -- above it, the other tie may have ended a moment ago
  perform amity_private.require_read_committed();
  -- Held before the ties are looked for: where both end at the same moment, what comes second sees
  -- that it ends the last.
  select * into v_step_back from amity.step_backs where id = v_step_back.id for update;
  if not found or amity_private.is_tied(owner, person) then
    return;
  end if;
  if not amity_private.has_passed(v_step_back.until) then
    insert into amity_private.step_backs_history
      (step_back_id, owner_id, person_id, action, actor_id, cause)
    values (
      v_step_back.id, owner, person, 'ended', amity.me(),
      amity_private.cause_of_change(owner, person)
    );
  end if;
  delete from amity.step_backs where id = v_step_back.id;
exception
  when serialization_failure then
    perform amity_private.refuse('isolation_unsupported');
end;
$$;

-- Ends the step-backs that stood on a connection which ends, both ways.
create or replace function amity_private.tg_connections__end_step_backs() returns trigger
language plpgsql volatile security definer  -- it ends what the other person knows nothing of
set search_path = pg_catalog, pg_temp
as $$
begin
  perform amity_private.end_untied_step_back(old.requester_id, old.recipient_id);
  perform amity_private.end_untied_step_back(old.recipient_id, old.requester_id);
  return null;
end;
$$;

create or replace trigger _520_end_step_backs
after delete on amity.connections
for each row when (old.status = 'accepted')
execute function amity_private.tg_connections__end_step_backs();

-- Ends the step-back that stood on a follow which ends.
create or replace function amity_private.tg_follows__end_step_backs() returns trigger
language plpgsql volatile security definer  -- as above
set search_path = pg_catalog, pg_temp
as $$
begin
  perform amity_private.end_untied_step_back(old.follower_id, old.followed_id);
  return null;
end;
$$;

create or replace trigger _520_end_step_backs
after delete on amity.follows
for each row execute function amity_private.tg_follows__end_step_backs();
