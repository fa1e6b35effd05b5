{#
  A page of a list of mine. A client that asks a view has it planned each time, with the policies of
  what it reads; these plans are kept, and read by the index as many rows as they show.

  name, of  the function, and the view whose rows it returns
  moment    the column that orders the list, newest first
  arms      queries that have all of it together: the rows of each, in their order, are its condition
#}
{% macro page(name, of, moment, arms, says) %}
create or replace function amity_private.{{ name }}(
  max_rows integer, before timestamptz, before_id uuid
) returns setof amity.{{ of }}
language plpgsql stable security definer  -- only mine is read: there is no more for policies to hide
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_sort = off  -- without statistics, a sort of everything looks as cheap as an index
set enable_bitmapscan = off
as $$
declare
  v_me constant uuid := amity.me();
  v_ttl constant interval := amity_private.request_ttl();
  v_open_after constant timestamptz := amity_private.requests_open_after();
  v_reveals constant boolean := amity_private.reveals_rejections();
begin
  return query
  select * from (
{% for arm in arms %}
  (
    select * from ({{ arm | trim }}) as listed
    where ({{ moment }}, id) < (before, before_id)
    order by {{ moment }} desc, id desc limit max_rows
  )
  {{ 'union all' if not loop.last }}
{% endfor %}
  ) as arms
  order by {{ moment }} desc, id desc
  limit max_rows;
end;
$$;

create or replace function amity.{{ name }}(
  max_rows integer default 50, before timestamptz default 'infinity', before_id uuid default null
) returns setof amity.{{ of }}
language sql stable
begin atomic
  select * from amity_private.{{ name }}(max_rows, before, before_id);
end;

grant execute on function amity_private.{{ name }}(integer, timestamptz, uuid)
  to authenticated, service_role;
grant execute on function amity.{{ name }}(integer, timestamptz, uuid)
  to authenticated, service_role;
comment on function amity.{{ name }}(integer, timestamptz, uuid) is
  '{{ says }}, newest first, as rows of amity.{{ of }}. The next page is before the last row of this: '
  'before its {{ moment }} and id.';
{% endmacro %}

{% macro connected(mine, other) %}
  select id, {{ other }} as person_id, responded_at as connected_at,
    {{ mine == 'requester_id' }} as asked_by_me
  from amity.connections where {{ mine }} = v_me and status = 'accepted'
{% endmacro %}

{% macro open(mine) %}
  select id, requester_id, recipient_id, 'pending'::amity.request_status, message, requested_at,
    null::timestamptz, requested_at + v_ttl
  from amity.connections
  where {{ mine }} = v_me and status = 'pending' and requested_at > v_open_after
{% endmacro %}

{{ page('list_connections', 'my_connections', 'connected_at', [
  connected('requester_id', 'recipient_id'), connected('recipient_id', 'requester_id')
], says='My connections') }}
{{ page('incoming_requests', 'connection_requests', 'requested_at', [open('recipient_id')],
  says='The requests that wait for my answer') }}
{{ page('outgoing_requests', 'connection_requests', 'requested_at', [open('requester_id')],
  says='My requests that wait for an answer') }}

{# ended requests from the newest on, each with its end #}
{% macro unanswered(mine) %}
  select id, requester_id, recipient_id,
    case when requested_at > v_open_after then 'pending' else 'expired' end::amity.request_status,
    message, requested_at, null::timestamptz as actioned_at, requested_at + v_ttl
  from amity.connections where {{ mine }} = v_me and status = 'pending'
{% endmacro %}

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
  where asked.{{ mine }} = v_me and asked.action = 'requested' and {{ seen }}
{% endmacro %}

{{ page('list_requests', 'connection_requests', 'requested_at', [
  unanswered('requester_id'), unanswered('recipient_id'),
  ended('requester_id', seen="(v_reveals or ended.action <> 'rejected')"),
  ended('recipient_id', seen='true')
], says='Every request from me and to me, open or ended') }}
