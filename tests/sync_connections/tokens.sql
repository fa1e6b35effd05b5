-- superuser
-- The token is the only thing that opens a connection, and every other one is as wrong as the next.
begin;
select * from no_plan();

create temporary table site as select * from amity.create_sync_connection('B', 'https://b.example', 'sender', 'auto_approve');
grant select on site to public;
select amity.approve_sync_connection(id) from site;
create temporary table wrong (token text, what text);
insert into wrong
select encode(sha256(token::bytea), 'hex'), 'its hash' from site union all select upper(token), 'in capitals' from site
union all select token || '=', 'with padding' from site union all select ' ' || token, 'with a space' from site
union all select left(token, 42), 'cut' from site union all select id::text, 'the id' from site
union all values (null, 'none'), ('', 'an empty one'), ($$' or 1=1 --$$, 'SQL'), (repeat('x', 10000000), '10 MB');
grant select on wrong to public;

set local role amity_receiver;
-- the same answer in everything, from every function, whatever else is asked for
select is(
  array_agg(distinct (reply.allowed, reply.slug, reply.http_status, reply.message, reply.hint)::text),
  array['(f,sync_invalid_token,401,"That token is not valid","Ask the sending site for a token.")'], 'wrong is ' || what)
from wrong cross join lateral (
  select allowed, slug, http_status, message, hint from amity.sync_pull(token, 'things')
  union all select allowed, slug, http_status, message, hint from amity.sync_pull(token, 'amity.people', '["x"]', 5, 'password', gen_random_uuid())
  union all select allowed, slug, http_status, message, hint from amity.sync_tables(token)
  union all select allowed, slug, http_status, message, hint from amity.sync_request(token, 'things')
) as reply
group by what;
select is((amity.sync_tables(token)).tables, '[]', 'the right one opens') from site;

reset role;
select speak_as_service();
create temporary table later as select amity.rotate_sync_token(id, person('ada')) as token from site;
select is((amity.sync_tables(site.token)).slug, 'sync_invalid_token', 'a new token ends the old one') from site;
select is((amity.sync_tables(token)).allowed, true, 'and opens') from later;
select amity.revoke_sync_connection(id) from site;
select is((amity.sync_tables(token)).slug, 'sync_not_active', 'revoked, it says so to the holder') from later;
select refused(format('select amity.rotate_sync_token(%L)', id), 'sync_invalid_transition', 'who gets no new one') from site;
select refused(format('select amity.rotate_sync_token(%L)', id), 'sync_wrong_direction', 'a receiver has none')
from amity.create_sync_connection('C', 'https://c.example', 'receiver');

select be_quiet();
-- a connection that was inserted has none until it is asked for
insert into amity.sync_connections (name, direction, site_url) values ('D', 'sender', 'https://d.example');
select is((amity.sync_tables(null)).slug, 'sync_invalid_token', 'no token is no token');
select is((amity.sync_tables('')).slug, 'sync_invalid_token', 'nor is an empty one');
select matches(amity.rotate_sync_token(id), '^.{43}$', 'then it has one') from amity.sync_connections where name = 'D';
select ok(token_issued_at is not null, 'and says since when') from amity.sync_connections where name = 'D';

select * from finish();
rollback;
