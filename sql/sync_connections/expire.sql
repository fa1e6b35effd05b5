{% from 'foundation/client.macro' import definer, opened %}
-- Every request judges from the row itself whether the connection has run out. What is suspended
-- stays so.
{% call definer(
  'expire_sync_connections', '', 'bigint', because='the history is not granted',
  says="Gives the status expired to every sync connection that has run out and is not suspended;
    returns how many. Nothing depends on it having run. For services."
) %}
declare
  v_connection amity.sync_connections;
  v_expired bigint := 0;
begin
  for v_connection in
    select * from amity.sync_connections as sites
    where sites.status in ('pending', 'active')
      and amity_private.sync_has_run_out(sites, clock_timestamp())
    order by sites.id
    for no key update
  loop
    v_connection.status := 'expired';
    perform amity_private.change_sync_connection(v_connection, null, 'expiry');
    v_expired := v_expired + 1;
  end loop;
  return v_expired;
end;
{% endcall %}

create or replace function amity.sync_expiring_soon(within interval default interval '24 hours')
returns setof amity.sync_connections
language sql stable
begin atomic
  select * from amity.sync_connections
  where status = 'active' and expires_at > clock_timestamp()
    and expires_at <= clock_timestamp()  -- further away there are no moments to add up to
      + amity_private.exact_interval(greatest(least(within, interval '1000 years'), interval '0'))
  order by expires_at, id;
end;

{{ opened('sync_expiring_soon', 'within interval', 'service_role',
  says='Active sync connections that expire within that time, the first one first. For
    services.') }}
