{% from 'foundation/table.macro' import require_speaker %}
-- An insert asks. What stands afterwards is returned: their request, accepted, where they had asked
-- me.
create or replace function amity_private.tg_friendships__on_insert() returns trigger
language plpgsql volatile  -- invoker: the table decides
set search_path = pg_catalog, pg_temp
as $$
declare
  v_me constant uuid := amity.me();
  v_status constant text := coalesce(new.status, 'pending');
  v_row amity.connections;
begin
  if v_status <> 'pending' and (v_me is not null or v_status <> 'accepted') then
    perform amity_private.refuse('status_invalid', v_status);
  end if;
  insert into amity.connections (requester_id, recipient_id, status)
  values (coalesce(new.requester_id, v_me), new.addressee_id, v_status::amity.connections_status)
  returning * into v_row;
  if not found then
    return null;
  end if;
  select * into new from amity.friendships where id = v_row.id;
  return new;
end;
$$;

{{ require_speaker('amity.friendships') }}

create or replace trigger _500_on_insert
instead of insert on amity.friendships
for each row execute function amity_private.tg_friendships__on_insert();
