-- Whatever is done to one connection or transfer is nothing to another.
begin;
select plan(15);

create table public.things (id integer primary key);
select amity.offer_table('public.things');
select speak_as_service();
select amity.create_sync_connection(name, 'https://' || name || '.example', 'sender', 'require_approval'),
  amity.create_sync_connection('to ' || name, 'https://' || name || '.example', 'receiver')
from unnest('{one,other}'::text[]) as name;
select amity.approve_sync_connection(id) from amity.sync_connections;
select be_quiet();
update amity.sync_connections set password_set_at = now();
update amity.sync_connections set writable_tables = '{things}' where direction = 'receiver';
insert into amity.sync_transfers (direction, sync_connection_id, remote_site_url, table_name, status, requires_approval, approval_expires_at)
select 'send', id, site_url, 'public.things', 'pending_approval', true, now() + interval '1 day' from amity.sync_connections where direction = 'sender';
insert into amity_private.sync_credentials (sync_connection_id, token_hash, password_hash)
select id, sha256(name::bytea), name from amity.sync_connections where direction = 'sender'
on conflict (sync_connection_id) do update set password_hash = excluded.password_hash;

create function pg_temp.the(what text) returns uuid language sql as $$
  select id from amity.sync_connections where name = what
  union all select transfers.id from amity.sync_transfers as transfers join amity.sync_connections as sites on sites.id = sync_connection_id
  where 'transfer of ' || name = what
$$;
create function pg_temp.of_the_other() returns text language sql as $$
  select concat(
    (select jsonb_agg(to_jsonb(sites) order by id) from amity.sync_connections as sites where name ~ 'other'),
    (select jsonb_agg(to_jsonb(transfers) order by id) from amity.sync_transfers as transfers where remote_site_url ~ 'other'),
    (select jsonb_agg(to_jsonb(gates) order by gates) from amity_private.sync_credentials as gates where sync_connection_id = pg_temp.the('other'))
  )
$$;
create temporary table before as select pg_temp.of_the_other() as text;
create function pg_temp.stays(act text) returns text language plpgsql as $$
begin
  perform speak_as_service();
  execute 'select amity.' || act;
  perform be_quiet();
  return is(pg_temp.of_the_other(), (select text from before), act);
end
$$;
select pg_temp.stays(format(act, pg_temp.the(what))) from (values
  ('rotate_sync_token(%L)', 'one'), ('set_sync_password(%L, null)', 'one'), ('suspend_sync_connection(%L, ''why'')', 'one'),
  ('reactivate_sync_connection(%L)', 'one'), ('approve_sync_transfer(%L)', 'transfer of one'), ('cancel_sync_transfer(%L)', 'transfer of one'),
  ('start_sync_transfer(%L, ''things'', array[gen_random_uuid()], ''[{"name": "id", "type": "integer"}]'')', 'to one')
) as acts (act, what);
select pg_temp.stays(format(act, (select id from amity.sync_transfers where direction = 'receive'))) from unnest(array[
  'advance_sync_transfer(%L, ''[1]'', 1)', 'complete_sync_transfer(%L)'
]) as act;

-- requests by a token, and the guesses of a password
create temporary table of_one as select amity.rotate_sync_token(pg_temp.the('one')) as token;
update amity.sync_connections set approval_mode = 'auto_approve' where name = 'one';
select amity.approve_sync_transfer(pg_temp.the('transfer of other'));
drop table before;
create temporary table before as select pg_temp.of_the_other() as text;
grant select on before, of_one to service_role;
select pg_temp.stays(format(act, token)) from of_one cross join unnest(array['sync_tables(%L)', 'sync_authorize(%L, ''things'')']) as act;
select is((amity_private.check_sync_password(pg_temp.the('one'), fits => false)).slug, 'sync_invalid_password', 'a password that is wrong');
select is(pg_temp.of_the_other(), (select text from before), 'counts for the connection whose it is');

select pg_temp.stays(format(act, pg_temp.the(what))) from (values
  ('revoke_sync_connection(%L, ''done'')', 'one'), ('revoke_sync_connection(%L)', 'to one')
) as acts (act, what);

select * from finish();
rollback;
