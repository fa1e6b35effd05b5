{% from 'foundation/page.macro' import history_page, page %}
{% set reads = [
  ('v_ttl', 'interval', 'request_ttl()'), ('v_open_after', 'timestamptz', 'requests_open_after()'),
  ('v_reveals', 'boolean', 'reveals_rejections()')
] %}
{% macro connected(mine, other, asked_by_me) %}
  select id, {{ other }} as person_id, responded_at as connected_at,
    {{ asked_by_me }} as asked_by_me
  from amity.connections where {{ mine }} = v_me and status = 'accepted'
{% endmacro %}

{% macro asked(mine) %}
  select id, requester_id, recipient_id,
    case when requested_at > v_open_after then 'pending' else 'expired' end::amity.request_status,
    message, requested_at, null::timestamptz as actioned_at, requested_at + v_ttl
  from amity.connections where {{ mine }} = v_me and status = 'pending'
{% endmacro %}

{# from the newest request on, each with its end; what began at once was requested that moment #}
{% macro ended(mine, seen) %}
  select asked.connection_id as id, asked.requester_id, asked.recipient_id,
    case ended.action
      when 'accepted' then 'approved' when 'rejected' then 'denied' else ended.action::text
    end::amity.request_status,
    null::text, asked.occurred_at as requested_at, ended.occurred_at, null::timestamptz
  from amity_private.connections_history as asked
  cross join lateral (
    select action, occurred_at from amity_private.connections_history
    where connection_id = asked.connection_id and action not in ('requested', 'removed')
    order by entry desc limit 1
  ) as ended
  where asked.{{ mine }} = v_me and {{ seen }} and (
    asked.action = 'requested' or asked.action = 'accepted' and not exists (
      select from amity_private.connections_history as earlier
      where earlier.connection_id = asked.connection_id and earlier.entry < asked.entry
    )
  )
{% endmacro %}

{{ page('list_connections', 'my_connections', 'connected_at', says='My connections', arms=[
  connected('requester_id', 'recipient_id', 'true'),
  connected('recipient_id', 'requester_id', 'false')
]) }}
{{ page('incoming_requests', 'connection_requests', 'requested_at', arms=[
  asked('recipient_id') ~ ' and requested_at > v_open_after'
], says='The requests that wait for my answer', reads=reads) }}
{{ page('outgoing_requests', 'connection_requests', 'requested_at', arms=[
  asked('requester_id') ~ ' and requested_at > v_open_after'
], says='My requests that wait for an answer', reads=reads) }}
{{ page('sent_requests', 'connection_requests', 'requested_at', arms=[
  asked('requester_id'), ended('requester_id', seen="(v_reveals or ended.action <> 'rejected')")
], says='Every request from me, open or ended', reads=reads) }}
{{ page('list_requests', 'connection_requests', 'requested_at', arms=[
  asked('requester_id'), asked('recipient_id'),
  ended('requester_id', seen="(v_reveals or ended.action <> 'rejected')"),
  ended('recipient_id', seen='true')
], says='Every request from me and to me, open or ended', reads=reads) }}
{{ history_page(
  'connections', 'connection', 'requester', 'recipient', seen="(action <> 'rejected' or v_reveals)",
  reads=reads
) }}
