-- The history is written at the moment a change is decided: see connections/remember.sql.
create or replace function amity_private.remember_step_back(
  step_back amity.step_backs,
  action amity.step_back_action,
  cause amity.cause,
  occurred_at timestamptz default clock_timestamp()
) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into amity_private.step_backs_history
    (step_back_id, owner_id, person_id, action, actor_id, cause, occurred_at)
  values (
    (step_back).id, (step_back).owner_id, (step_back).person_id,
    action, amity.me(), cause, occurred_at
  );
end;
$$;

create or replace function amity_private.tg_step_backs__remember() returns trigger
language plpgsql volatile security definer  -- nobody else may write the history
set search_path = pg_catalog, pg_temp
as $$
declare
  v_row constant amity.step_backs := coalesce(new, old);
  v_last constant amity.step_back_action := amity_private.last_step_back_action(v_row.id);
  v_cause constant amity.cause :=
    amity_private.cause_of_change(v_row.owner_id, v_row.person_id);
begin
  if tg_op = 'DELETE' and v_last = 'stepped_back' then
    if amity_private.has_passed(v_row.until) then
      -- it was over at its own moment, whenever that is noticed
      perform amity_private.remember_step_back(v_row, 'lapsed', 'expiry', v_row.until);
    else
      perform amity_private.remember_step_back(v_row,
        case v_cause when 'account_deleted' then 'ended' else 'returned' end
          ::amity.step_back_action,
        v_cause);
    end if;
  -- an id that stands already will not be inserted again
  elsif tg_op = 'INSERT' and not exists (select from amity.step_backs where id = v_row.id) then
    perform amity_private.remember_step_back(v_row, 'stepped_back', v_cause, v_row.since);
  end if;
  return v_row;
end;
$$;

comment on function amity_private.remember_step_back(
  amity.step_backs, amity.step_back_action, amity.cause, timestamptz
) is 'Writes one entry of the history.';
comment on function amity_private.tg_step_backs__remember() is
  'Writes down every step-back and its end, once.';

create or replace trigger _900_remember
before insert or delete on amity.step_backs
for each row execute function amity_private.tg_step_backs__remember();
