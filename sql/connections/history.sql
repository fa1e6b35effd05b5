-- The history of connections: who reads which entries.

-- Whether requesters learn that they were rejected: only where the host says so.
create or replace function amity_private.reveals_rejections() returns boolean
language plpgsql stable security definer  -- people may not read settings
set search_path = pg_catalog, pg_temp
as $$
begin
  return amity_private.setting_is_on('reveal_rejections');
end;
$$;

-- the policy below runs as the person who reads
grant execute on function amity_private.reveals_rejections() to authenticated;

{% from 'foundation/history.macro' import history %}
{{ history(
  kind='connections', tie='connection', one='requester', other='recipient',
  readers="(recipient_id = (select amity.me()) and amity_private.search_by(recipient_id))
    or (requester_id = (select amity.me()) and amity_private.search_by(requester_id)
      and (action <> 'rejected' or (select amity_private.reveals_rejections())))",
  states="case live.status
    when 'pending' then 'requested' when 'accepted' then 'accepted'
  end::amity.connection_action",
  closing=['rejected', 'cancelled', 'expired', 'removed']
) }}
