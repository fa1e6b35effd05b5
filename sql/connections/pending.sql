{% from 'foundation/client.macro' import client %}
-- Requests are few and expire by themselves: they are counted when asked for. Both are entries of
-- amity.my_counters().

{% for which, mine in [('received', 'recipient_id'), ('sent', 'requester_id')] %}
-- How many open requests I have {{ which }}.
create or replace function amity_private.my_count_pending_{{ which }}() returns bigint
language plpgsql stable security definer  -- planned once, without row security: only mine are read
set search_path = pg_catalog, pg_temp
as $$
declare
  v_me constant uuid := amity.me();
begin
  return (
    select count(*) from amity.connections
    where {{ mine }} = v_me and status = 'pending' and amity_private.is_open(requested_at)
  );
end;
$$;

grant execute on function amity_private.my_count_pending_{{ which }}() to authenticated;

{% endfor %}
{{ client(
  'pending_requests_count', '', 'bigint', to='authenticated', calls='my_count_pending_received',
  volatility='stable', says='How many requests wait for my answer.'
) }}
