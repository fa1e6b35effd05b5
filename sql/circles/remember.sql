-- Writes an entry of the history, at the moment a change is decided.
create or replace function amity_private.remember_circle_member(
  member amity.circle_members,
  action amity.circle_member_action,
  cause amity.cause,
  occurred_at timestamptz default clock_timestamp()
) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into amity_private.circle_members_history
    (circle_member_id, circle_id, person_id, action, actor_id, cause, occurred_at)
  values (
    (member).id, (member).circle_id, (member).person_id, action, amity.me(), cause, occurred_at
  );
end;
$$;

-- Writes every change of a membership into the history, once.
create or replace function amity_private.tg_circle_members__remember() returns trigger
language plpgsql volatile security definer  -- people may not write the history
set search_path = pg_catalog, pg_temp
as $$
declare
  v_row constant amity.circle_members := coalesce(new, old);
  v_last constant amity.circle_member_action := amity_private.last_circle_member_action(v_row.id);
  v_action amity.circle_member_action;
begin
  if tg_op = 'DELETE' then
    -- a person declines and leaves; others withdraw and remove
    v_action := (case
      when v_last in ('declined', 'withdrawn', 'left', 'removed') then v_last::text
      when old.status = 'invited'
        then case when amity.me() = old.person_id then 'declined' else 'withdrawn' end
      when amity.me() = old.person_id
        or not exists (select from amity.people where id = old.person_id) then 'left'
      else 'removed'
    end)::amity.circle_member_action;
  elsif tg_op = 'UPDATE' and old.status = new.status then
    v_action := case
      when new.role = old.role then v_last
      when new.role = 'admin' then 'promoted'
      else 'demoted'
    end;
  -- an id that stands already will not be inserted again
  elsif tg_op = 'UPDATE' or not exists (select from amity.circle_members where id = v_row.id) then
    v_action := case
      when v_row.status = 'invited' then 'invited'
      when v_row.role = 'admin' then 'founded'
      else 'joined'
    end::amity.circle_member_action;
  end if;
  if v_action is distinct from v_last and v_action is not null then
    perform amity_private.remember_circle_member(v_row, v_action,
      amity_private.cause_of_change(v_row.person_id, coalesce(v_row.invited_by, v_row.person_id)),
      case
        when v_action = 'invited' then v_row.invited_at
        when v_action in ('founded', 'joined') then v_row.joined_at
        else clock_timestamp()
      end);
  end if;
  return v_row;
end;
$$;

create or replace trigger _900_remember
before insert or update of role, status or delete on amity.circle_members
for each row execute function amity_private.tg_circle_members__remember();
