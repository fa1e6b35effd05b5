{% from 'foundation/table.macro' import refuse_writes, require_speaker %}
-- Writes to the view amity.connection_requests: an insert requests, an update of status answers.
-- The row that is returned is the one that was written, without other columns that a client sent. A
-- request that has ended is in the view and cannot change. Refuses what amity.connections refuses,
-- and status_invalid, column_is_fixed, pair_is_fixed, answer_invalid, not_pending.
create or replace function amity_private.tg_connection_requests__write() returns trigger
language plpgsql volatile  -- invoker: the table decides
set search_path = pg_catalog, pg_temp
as $$
declare
  v_status constant amity.connections_status := (
    case new.status
      when 'approved' then 'accepted'
      when 'denied' then 'rejected'
      when 'expired' then null  -- time says so, and no client
      else new.status::text
    end
  )::amity.connections_status;
  v_row amity.connections;
begin
  if tg_op = 'INSERT' then
    if num_nonnulls(new.id, new.requested_at, new.actioned_at, new.expires_at) > 0 then
      perform amity_private.refuse(
        'column_is_fixed', 'id, requested_at, actioned_at or expires_at'
      );
    elsif new.status <> 'pending' and amity.me() is not null then
      perform amity_private.refuse('status_invalid', new.status::text);
    end if;
    insert into amity.connections (requester_id, recipient_id, message, status)
    values (
      coalesce(new.requester_id, amity.me()), new.recipient_id, new.message,
      case when new.status is null then 'pending' else v_status end
    )
    returning * into v_row;
    if not found then
      return null;
    end if;
  elsif (new.id, new.requester_id, new.recipient_id)
    is distinct from (old.id, old.requester_id, old.recipient_id) then
    perform amity_private.refuse('pair_is_fixed');
  elsif new.status is not distinct from old.status then
    return old;
  elsif new.status = 'expired' then
    perform amity_private.refuse('answer_invalid', new.status::text);
  else
    update amity.connections set status = v_status where id = old.id returning * into v_row;
    if not found then
      perform amity_private.refuse('not_pending');
    end if;
  end if;

  new.id := v_row.id;
  new.requester_id := v_row.requester_id;
  new.recipient_id := v_row.recipient_id;
  new.status := (
    case v_row.status
      when 'accepted' then 'approved' when 'rejected' then 'denied' else v_row.status::text
    end
  )::amity.request_status;
  -- as the view has it from now on
  new.message := case when v_row.status = 'pending' then v_row.message end;
  new.requested_at := v_row.requested_at;
  new.actioned_at := case when v_row.status <> 'pending' then (
    select max(occurred_at) from amity.connections_history where connection_id = v_row.id
  ) end;
  new.expires_at := case
    when v_row.status = 'pending' then v_row.requested_at + amity_private.request_ttl()
  end;
  return new;
end;
$$;

{{ require_speaker('amity.connection_requests') }}

create or replace trigger _500_write
instead of insert or update on amity.connection_requests
for each row execute function amity_private.tg_connection_requests__write();

grant insert, update (status) on amity.connection_requests to authenticated, service_role;
{{ refuse_writes(
  'amity.connection_requests', 'Update status to cancelled or denied', writes=['delete']
) }}
