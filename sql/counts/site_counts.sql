{% from 'foundation/table.macro' import refuse_writes %}
-- For who runs the site: counted when asked for, through indexes, so that nothing has to keep it.
create or replace view amity.site_counts with (security_invoker = true) as
select
  (select count(*) from amity.connections where status = 'accepted') as connections,
  (
    select count(*) from amity.connections
    where status = 'pending' and requested_at > (select amity_private.requests_open_after())
  ) as pending_requests,
  (select count(*) from amity.follows) as follows,
  (select count(*) from amity.blocks) as blocks;

grant select on amity.site_counts to service_role;
{{ refuse_writes('amity.site_counts', 'Write to the tables that it counts', 'service_role') }}
comment on view amity.site_counts is
  'How much there is of everything: one row. For services.';
comment on column amity.site_counts.connections is 'How many pairs of people are connected.';
comment on column amity.site_counts.pending_requests is 'How many requests wait for an answer.';
comment on column amity.site_counts.follows is 'How many follows there are.';
comment on column amity.site_counts.blocks is 'How many blocks there are.';
