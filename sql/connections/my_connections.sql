{% from 'foundation/table.macro' import refuse_writes %}
create or replace view amity.my_connections with (security_invoker = true) as
select id, recipient_id as person_id, responded_at as connected_at, true as asked_by_me
from amity.connections
where requester_id = (select amity.me()) and status = 'accepted'
  and amity_private.search_by(requester_id, responded_at)
union all
select id, requester_id, responded_at, false
from amity.connections
where recipient_id = (select amity.me()) and status = 'accepted'
  and amity_private.search_by(recipient_id, responded_at);

grant select on amity.my_connections to authenticated, service_role;
{{ refuse_writes('amity.my_connections', 'Write to amity.connections') }}
comment on view amity.my_connections is
  'My connections from my side, one row a person. Order by connected_at.';
comment on column amity.my_connections.id is 'The connection.';
comment on column amity.my_connections.person_id is 'The other person.';
comment on column amity.my_connections.connected_at is 'Since when.';
comment on column amity.my_connections.asked_by_me is 'Whether it was I who asked.';
