{% from 'foundation/table.macro' import require_speaker %}
-- An insert asks. What stands afterwards is returned: their request, accepted, where they had asked
-- me.
create or replace function amity_private.tg_friendships__on_insert() returns trigger
language plpgsql volatile  -- invoker: the table decides
set search_path = pg_catalog, pg_temp
as $$
declare
  v_requester constant uuid := coalesce(new.requester_id, amity.me());
  v_row amity.connections;
begin
  if coalesce(new.status, 'pending') = 'pending' then
    insert into amity.connections (requester_id, recipient_id)
    values (v_requester, new.addressee_id) returning * into v_row;
  elsif amity.me() is not null then
    perform amity_private.refuse('status_invalid', new.status::text);
  else
    insert into amity.connections (requester_id, recipient_id, status)
    values (v_requester, new.addressee_id,
      case new.status when 'accepted' then 'accepted' else 'rejected' end::amity.connections_status)
    returning * into v_row;
  end if;
  select * into new from amity.friendships where id = v_row.id;
  return new;
end;
$$;

{{ require_speaker('amity.friendships') }}

create or replace trigger _500_on_insert
instead of insert on amity.friendships
for each row execute function amity_private.tg_friendships__on_insert();
