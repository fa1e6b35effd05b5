-- A step-back stands on a tie: on the connection of the pair, or on the owner's own follow. When
-- the last of them ends, whoever ends it and however, it ends as well.
create or replace function amity_private.end_untied_step_back(owner uuid, person uuid)
returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_step_back amity.step_backs;
begin
  -- a block, and the end of an account, take step-backs along by themselves
  if not exists (select from amity.people where id = owner)
    or not exists (select from amity.people where id = person)
    or exists (select from amity.blocks where blocker_id = owner and blocked_id = person)
    or exists (select from amity.blocks where blocker_id = person and blocked_id = owner) then
    return;
  end if;
  -- above it, a step-back of a moment ago would not be seen
  perform amity_private.require_read_committed();
  -- Held before the ties are looked for: where both end at the same moment, whoever comes second
  -- sees that theirs was the last.
  select * into v_step_back from amity.step_backs
  where owner_id = owner and person_id = person
  for update;
  if not found or amity_private.is_tied(owner, person) then
    return;
  end if;
  if not amity_private.has_passed(v_step_back.until) then
    perform amity_private.remember_step_back(
      v_step_back, 'ended', amity_private.cause_of_change(owner, person)
    );
  end if;
  delete from amity.step_backs where id = v_step_back.id;
end;
$$;

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

create or replace function amity_private.tg_follows__end_step_backs() returns trigger
language plpgsql volatile security definer  -- as above
set search_path = pg_catalog, pg_temp
as $$
begin
  perform amity_private.end_untied_step_back(old.follower_id, old.followed_id);
  return null;
end;
$$;

comment on function amity_private.end_untied_step_back(uuid, uuid) is
  'Ends the step-back of owner from person where no tie is left for it to stand on. Refuses: '
  'isolation_unsupported.';
comment on function amity_private.tg_connections__end_step_backs() is
  'Ends the step-backs that stood on a connection which ends, both ways.';
comment on function amity_private.tg_follows__end_step_backs() is
  'Ends the step-back that stood on a follow which ends.';

create or replace trigger _500_end_step_backs
after delete on amity.connections
for each row when (old.status = 'accepted')
execute function amity_private.tg_connections__end_step_backs();

create or replace trigger _500_end_step_backs
after delete on amity.follows
for each row execute function amity_private.tg_follows__end_step_backs();
