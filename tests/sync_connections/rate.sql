-- So many requests in any 60 seconds.
begin;
select plan(18);

create temporary table site as select * from amity.create_sync_connection('B', 'https://b.example', 'sender', 'auto_approve');
create table public.things (id integer primary key);
select amity.offer_table('public.things');
select amity.approve_sync_connection(id) from site;
update amity.sync_connections set rate_limit_requests_per_minute = 3;

-- every kind of request counts
select is((amity.sync_tables(token)).allowed, true, 'the first') from site;
select is((amity.sync_request(token, 'things')).allowed, true, 'the second') from site;
select is((amity.sync_pull(token, 'things')).allowed, true, 'the third') from site;
select is((reply.slug, reply.http_status)::text, '(sync_rate_limited,429)', 'and not one more')
from site cross join lateral (
  select slug, http_status from amity.sync_tables(token) union all select slug, http_status from amity.sync_request(token, 'things')
  union all select slug, http_status from amity.sync_pull(token, 'things') union all select slug, http_status from amity.sync_authorize(token, 'things')
) as reply;
select is(cardinality(let_through), 3, 'what is refused is not counted') from amity_private.sync_credentials;

-- the oldest makes room when it is a minute old, and not before
update amity_private.sync_credentials
set let_through = array[clock_timestamp() - interval '59.9 seconds', clock_timestamp() - interval '30 seconds', clock_timestamp()];
select is((amity.sync_tables(token)).slug, 'sync_rate_limited', 'not yet') from site;
update amity_private.sync_credentials
set let_through = array[clock_timestamp() - interval '60.1 seconds', clock_timestamp() - interval '30 seconds', clock_timestamp()];
select is((amity.sync_tables(token)).allowed, true, 'now') from site;
select is(cardinality(let_through), 3, 'and it is forgotten') from amity_private.sync_credentials;
select is((amity.sync_tables(token)).slug, 'sync_rate_limited', 'one at a time') from site;
update amity.sync_connections set rate_limit_requests_per_minute = 4;
select is((amity.sync_tables(token)).allowed, true, 'a higher limit holds at once') from site;
update amity_private.sync_credentials set let_through = array_fill(clock_timestamp() + interval '1 hour', array[9]);
select is((amity.sync_tables(token)).allowed, true, 'times from before the clock was set back do not count') from site;
select is(cardinality(let_through), 1, 'and are forgotten') from amity_private.sync_credentials;

-- a password is guessed ten times in a minute, and then none is told from another
create temporary table guesses (slug text);
do $$
begin
  for n in 1..10 loop
    insert into guesses select slug from site cross join amity_private.check_sync_password(site.id, false);
  end loop;
end $$;
select is((count(*), min(slug), max(slug))::text, '(10,sync_invalid_password,sync_invalid_password)', 'ten wrong ones are told so') from guesses;
select is(slug, 'sync_rate_limited', format('then neither the wrong nor the right one: %s', fits))
from site cross join unnest(array[true, false]) as fits cross join amity_private.check_sync_password(site.id, fits);

select * from finish();
rollback;
