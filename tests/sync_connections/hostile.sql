-- superuser
-- Whatever is written into a text stays a text, and nothing that a site sends is an internal error.
begin;
select * from no_plan();

create table public.things (id integer primary key, name text);
insert into public.things values (1, 'one');
select amity.offer_table('public.things');
create temporary table texts (text text);
insert into texts values ($$'; drop table public.things; --$$), ($$" or 1=1 --$$), ('$$;$$'), ('%s %I %L %n$s %'), (E'\\''; select 1; --'), ('{"a": 1}'),
  ('{a,b}'), ('(1,2)'), ('null'), ('../../etc/passwd'), ('é😀‮'), (repeat('x', 500)), (E'line\nline\ttab'), ('{{ jinja }}{% x %}'), (':name $1 ?');
create temporary table site as select * from amity.create_sync_connection('B', 'https://b.example', 'sender', 'auto_approve');
grant select on texts, site to public;
select amity.approve_sync_connection(id) from site;
update amity.sync_connections set rate_limit_requests_per_minute = 10000;

-- a site's own words
create function pg_temp.hears(statement text, variadic given text[]) returns text language plpgsql as $$
declare
  v_slug text;
begin
  execute statement into v_slug using given;
  return v_slug;
exception when others then
  return 'an error: ' || sqlstate || ' ' || left(sqlerrm, 100);
end $$;
grant execute on function pg_temp.hears(text, text[]) to public;
set local role amity_receiver;
select is(pg_temp.hears(call, text, site.token), slug, left(call, 60) || ' with ' || left(text, 40))
from site cross join (select text from texts union all select repeat('x', 10000000) union all select '') as texts
cross join (values
  ('select slug from amity.sync_pull($1[1], ''things'')', 'sync_invalid_token'),
  ('select slug from amity.sync_tables($1[1])', 'sync_invalid_token'), ('select slug from amity.sync_request($1[1], $1[1])', 'sync_invalid_token'),
  ('select slug from amity.sync_pull($1[2], $1[1])', 'sync_table_not_allowed'), ('select slug from amity.sync_request($1[2], $1[1])', 'sync_table_not_allowed'),
  ('select slug from amity.sync_pull($1[2], quote_ident(left($1[1], 200)))', 'sync_table_not_allowed'),
  ('select slug from amity.sync_pull($1[2], ''things'', jsonb_build_array($1[1]))', 'sync_invalid_position'),
  ('select slug from amity.sync_pull($1[2], ''things'', to_jsonb($1[1]))', 'sync_invalid_position'),
  ('select slug from amity.sync_pull($1[2], ''things'', password => $1[1])', null)
) as calls (call, slug);
select throws_ok(statement, state, null, statement) from (values
  ($$select amity.sync_pull('x', 'things', transfer => 'x')$$, '22P02'), ($$select amity.sync_pull('x', 'things', transfer => 7)$$, '42883'),
  ($$select amity.sync_pull('x', 'things', max_rows => 99999999999)$$, '42883'), ($$select amity.sync_pull('x', 'things', after => '[')$$, '22P02')
) as cases (statement, state);
select set_config('request.headers', header, true) from (select 'not json' as header) as headers;
select is((select allowed from amity.sync_pull(token, 'things')), true, 'with headers that are none') from site;
select set_config('request.headers', '{"user-agent": "' || repeat('x', 1000000) || '"}', true);
select is((select allowed from amity.sync_pull(token, 'things')), true, 'with a name of 1 MB') from site;
reset role;
select ok(max(char_length(requester_user_agent)) = 500, 'of which the beginning is kept') from amity.sync_transfers;

-- a service's
select speak_as_service();
create temporary table named as select text, made.id
from (
  select text, row_number() over () as n from texts where char_length(text) <= 200 and text !~ U&'\202e'
) as numbered
cross join lateral amity.create_sync_connection(text, 'https://' || n || '.example') as made;
select refused(format('select amity.create_sync_connection(%L, %L)', text, 'https://x.example'), 'text_invalid', 'a name that turns the text after it')
from texts where text ~ U&'\202e';
select is(live.name, named.text, 'a name is a text: ' || left(named.text, 40))
from named join amity.sync_connections as live on live.id = named.id;
select is((amity.revoke_sync_connection(id, text)).revoked_reason, text, 'a reason is a text: ' || left(text, 40)) from named;
select results_eq($$select reason from amity.sync_connections_history where action = 'revoked' order by reason$$, 'select text from named order by text', 'in the history too');
select refused(format('select amity.%s(%L, repeat(%L, 10000000))', verb, id, 'x'), 'text_too_long', '10 MB are no reason: ' || verb)
from site cross join unnest(array['suspend_sync_connection', 'revoke_sync_connection']) as verb;
select throws_ok(format('select amity.%s(%L)', verb, 'x'), '22P02', null, verb || ' of what is no id')
from unnest(array['approve_sync_connection', 'rotate_sync_token', 'sync_connection_state', 'approve_sync_transfer', 'cancel_sync_transfer']) as verb;
select is((select count(*) from amity.sync_connection_state(gen_random_uuid())), 0::bigint, 'of nothing, nothing is left');
select be_quiet();
select is((select count(*) from public.things), 1::bigint, 'nothing was dropped');
select is_empty('select * from amity.verify()', 'and all is as it should be');

select * from finish();
rollback;
