-- superuser
-- Clearing away: nothing depends on it, and nothing that stands is touched.
begin;
select plan(10);

create temporary table site as select * from amity.create_sync_connection('B', 'https://b.example', 'sender', 'auto_approve');
select amity.approve_sync_connection(id) from site;
select amity.create_sync_connection('C', 'https://c.example');
create function pg_temp.tidied() returns bigint language sql as $$select tidied from amity.tidy() where kind = 'sync_connections'$$;
select is(pg_temp.tidied(), 0::bigint, 'there is nothing to do');

update amity.sync_connections set expires_at = now() - interval '1 second';
insert into amity.sync_transfers (direction, remote_site_url, table_name, status, requires_approval, approval_expires_at)
values ('send', 'https://b.example', 'public.late', 'pending_approval', true, now() - interval '1 second'),
  ('send', 'https://b.example', 'public.waiting', 'pending_approval', true, now() + interval '1 hour');
select is(pg_temp.tidied(), 3::bigint, 'two connections and an approval have expired');
select results_eq('select name, status::text from amity.sync_connections order by name', $$values ('B', 'expired'), ('C', 'expired')$$, 'pending ones too');
select results_eq('select table_name, status::text from amity.sync_transfers order by 1', $$values ('public.late', 'expired'), ('public.waiting', 'pending_approval')$$, 'and no other');
select is(pg_temp.tidied(), 0::bigint, 'once');

delete from amity.sync_connections where name = 'C';
update amity.settings set value = '1 day' where name = 'history_retention';
select is(pg_temp.tidied(), 0::bigint, 'what ended just now is kept');
set local session_replication_role = replica;
update amity_private.sync_connections_history set occurred_at = occurred_at - interval '2 days';
update amity.sync_transfers set completed_at = completed_at - interval '2 days';
set local session_replication_role = origin;
-- a transfer; and of what was deleted: created, token_issued, changed, expired, deleted
select is(pg_temp.tidied(), 6::bigint, 'past the retention, what ended is forgotten whole');
select is_empty($$select from amity.sync_connections_history where name = 'C'$$, 'with all of its history');
select is(count(*), 5::bigint, 'what stands keeps its own') from amity.sync_connections_history where name = 'B';
select is_empty('select * from amity.verify()', 'and replays');

select * from finish();
rollback;
