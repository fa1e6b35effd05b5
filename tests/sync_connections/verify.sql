-- superuser
-- Every invariant, broken by hand behind the triggers: each is found, by its name.
begin;
select plan(9);

create temporary table site as select * from amity.create_sync_connection('B', 'https://b.example', 'sender', 'auto_approve');
insert into amity.sync_connections (name, direction, site_url) values ('C', 'receiver', 'https://c.example');
create function pg_temp.finds(corruption text) returns setof text language plpgsql as $$
declare
  v_found text[];
begin
  begin
    set local session_replication_role = replica;
    execute corruption;
    set local session_replication_role = origin;
    select array_agg(distinct kind || ': ' || invariant) into v_found from amity.verify();
    raise exception using errcode = 'PT200';
  exception when sqlstate 'PT200' then null; end;
  return query select unnest(v_found);
end $$;
select is_empty('select * from amity.verify()', 'nothing is broken');
select results_eq(format('select pg_temp.finds(%L)', corruption), array['sync_connections: ' || invariant], corruption)
from (values
  ('history_replays', $$update amity.sync_connections set status = 'expired' where name = 'B'$$),
  ('history_replays', $$delete from amity.sync_connections where name = 'C'$$),
  ('history_replays', $$delete from amity_private.sync_connections_history where name = 'C'$$),
  ('only_senders_have_tokens', $$insert into amity_private.sync_credentials select id from amity.sync_connections where name = 'C'$$),
  ('sent_is_counted', $$insert into amity.sync_transfers (direction, sync_connection_id, remote_site_url, table_name, records_transferred)
    select 'send', id, 'https://b.example', 'public.things', 1 from amity.sync_connections where name = 'B'$$),
  ('approved_before_start', $$insert into amity.sync_transfers (direction, remote_site_url, table_name, requires_approval, records_transferred)
    values ('send', 'https://b.example', 'public.things', true, 1)$$)
) as cases (invariant, corruption);
drop index amity.sync_connections_one_per_site;
select results_eq($$select pg_temp.finds('update amity.sync_connections set site_url = ''https://x'', direction = ''sender''')$$,
  array['sync_connections: one_per_site'], 'two connections with one site');
select is_empty('select * from amity.verify()', 'and nothing of that is left');

select * from finish();
rollback;
