-- Page by page, by the key: nothing twice, nothing left out, whatever is written meanwhile.
begin;
select * from no_plan();

create table public.things (id integer primary key, name text);
insert into public.things select n, 'thing ' || n from generate_series(2, 20, 2) as n;
create table public.pairs (tenant text collate "C", n numeric, at timestamptz, primary key (tenant, n, at));
insert into public.pairs select tenant, n, at from unnest(array['a', 'b', 'é', '']) as tenant, unnest(array[1, 1.5, 'NaN', -1e30]) as n,
  unnest(array['-infinity', '2020-01-01', 'infinity']::timestamptz[]) as at;
create table public.codes (code char(3), flags bit(3), word varchar(2), primary key (code, flags, word));
insert into public.codes select code, flags::bit(3), word from unnest(array['abc', 'abd', 'b']) as code, unnest(array['001', '100', '101']) as flags, unnest(array['', 'xy']) as word;
select amity.offer_table('public.things'), amity.offer_table('public.pairs'), amity.offer_table('public.codes');
create temporary table site as select * from amity.create_sync_connection('B', 'https://b.example', 'sender', 'auto_approve');
grant select on site to public;
select amity.approve_sync_connection(id) from site;
update amity.sync_connections set rate_limit_requests_per_minute = 10000;

-- a whole table, in pages of so many
create function pg_temp.all_of(name text, size integer, out records jsonb, out pages integer) language plpgsql as $$
declare
  v_page amity.sync_page;
begin
  records := '[]';
  pages := 0;
  loop
    v_page := amity.sync_pull((select token from site), name, v_page.reached, size, transfer => v_page.transfer_id);
    records := records || v_page.records::jsonb;
    pages := pages + 1;
    exit when v_page.is_last is not false or pages > 100;
  end loop;
end $$;
select is(pulled.records, (select jsonb_agg(jsonb_build_array(id::text, name) order by id) from public.things), format('in pages of %s', size))
from unnest(array[1, 3, 5, 9, 10, 11, 100]) as size cross join lateral pg_temp.all_of('things', size) as pulled;
select is(pulled.pages, wanted, format('pages of %s are %s', size, wanted))
from (values (1, 10), (3, 4), (5, 2), (10, 1), (100, 1)) as cases (size, wanted) cross join lateral pg_temp.all_of('things', size) as pulled;
set local timezone = 'UTC';
select is(pulled.records, (select jsonb_agg(jsonb_build_array(tenant, n::text, at::text) order by tenant, n, at) from public.pairs),
  format('by a key of three, in pages of %s', size))
from unnest(array[1, 5, 7, 48]) as size cross join lateral pg_temp.all_of('pairs', size) as pulled;
select is(pulled.records, (select jsonb_agg(jsonb_build_array(format('%s', code), flags::text, word) order by code, flags, word) from public.codes),
  format('by a key whose types have lengths, in pages of %s', size))
from unnest(array[1, 4, 18]) as size cross join lateral pg_temp.all_of('codes', size) as pulled;
select is(status::text, 'completed', 'a table that came to its end') from amity.sync_transfers group by status;

-- rows that come and go meanwhile
create temporary table first as select page.* from site cross join amity.sync_pull(token, 'things', max_rows => 3) as page;
insert into public.things values (1, 'behind'), (7, 'ahead');
delete from public.things where id in (6, 8);
update public.things set name = 'changed' where id = 10;
create temporary table second as
select page.* from site cross join first cross join lateral amity.sync_pull(site.token, 'things', first.reached, 4, null, first.transfer_id) as page;
select is(records::text, '[["7","ahead"],["10","changed"],["12","thing 12"],["14","thing 14"]]', 'go on behind the key') from second;
select is(transfer_id, (select transfer_id from first), 'in the same transfer') from second;

-- where it can go on from: from where it got to, or once more from where one of the last two began
select is((select slug from amity.sync_pull(token, 'things', after::jsonb, 4, null, first.transfer_id)), 'sync_invalid_position', 'not from ' || after)
from site cross join first cross join unnest(array['["2"]', '["15"]', '["999"]']) as after;
create temporary table repeated as
select page.* from site cross join first cross join lateral amity.sync_pull(site.token, 'things', first.reached, 2, null, first.transfer_id) as page;
select is(records::text, '[["7","ahead"],["10","changed"]]', 'the last page once more, even shorter') from repeated;
select is(page.records::text, '[["12","thing 12"],["14","thing 14"],["16","thing 16"],["18","thing 18"],["20","thing 20"]]', 'and on from there')
from site cross join repeated cross join lateral amity.sync_pull(site.token, 'things', repeated.reached, null, null, repeated.transfer_id) as page;
select is((select slug from amity.sync_pull(token, 'things', null, 4, null, first.transfer_id)), 'sync_invalid_position', 'not from the start after three pages')
from site cross join first;
create temporary table before_that as
select page.* from site cross join first cross join lateral amity.sync_pull(site.token, 'things', first.reached, 2, null, first.transfer_id) as page;
select is((select array_agg(records::text) from before_that), (select array_agg(records::text) from repeated), 'the page before the last one once more');
select is((select (is_last, record_count)::text from amity.sync_pull(site.token, 'things', repeated.reached, null, null, repeated.transfer_id)), '(t,5)',
  'the very last page as well: its answer may have been lost') from site cross join repeated;
select is((select (is_last, record_count)::text from amity.sync_pull(site.token, 'things', repeated.reached, 2, null, repeated.transfer_id)), '(f,2)',
  'even if it is not the last one any more') from site cross join repeated;
select is((select (is_last, record_count)::text from amity.sync_pull(site.token, 'things', '["14"]', null, null, repeated.transfer_id)), '(t,3)',
  'and then the rest of it') from site cross join repeated;
select is((select slug from amity.sync_pull(token, 'things', '["20"]', null, null, first.transfer_id)), 'sync_invalid_position', 'but not beyond the end')
from site cross join first;
select is((select records::text from amity.sync_pull(token, 'things', '["18"]')), '[["20","thing 20"]]', 'a new transfer begins anywhere') from site;
update amity.sync_transfers set status = 'cancelled' where status = 'in_progress';
select is((select slug from amity.sync_pull(token, 'things', transfer => transfers.id)), 'sync_transfer_over', 'a cancelled one does not go on')
from site cross join lateral (select id from amity.sync_transfers where status = 'cancelled' limit 1) as transfers;

-- positions that are none cost nothing
create temporary table before as select downloads_used, records_downloaded from amity.sync_connections;
select is((select slug from amity.sync_pull(token, name, after::jsonb)), 'sync_invalid_position', format('%s is no place in %s', left(after, 30), name))
from site cross join (values
  ('things', '[]'), ('things', '["1","2"]'), ('things', '[null]'), ('things', '["x"]'), ('things', '{"id": 1}'), ('things', '1'), ('things', '"1"'),
  ('things', '["99999999999999999999"]'), ('things', '["1 or 1=1"]'), ('things', '[[1]]'), ('things', '["\u0027); drop table things; --"]'),
  ('things', '[true]'), ('things', '["' || repeat('9', 1000000) || '"]'), ('pairs', '["a","1"]'), ('pairs', '["a","x","2020-01-01"]'), ('pairs', '["a","1",null]')
) as cases (name, after);
select results_eq('select downloads_used, records_downloaded from amity.sync_connections', 'select * from before', 'which is not counted');
select is((select records::text from amity.sync_pull(token, 'things', 'null', 1)), '[["1","behind"]]', 'a null of JSON is a null') from site;
select is((select (is_last, record_count, records)::text from amity.sync_pull(token, 'things', '["20"]')), '(t,0,[])', 'past the last row there is none') from site;
select is((select reached from amity.sync_pull(token, 'things', '["20"]')), '["20"]', 'and it stays where it was') from site;

-- pages that would grow too large are cut, but never to nothing
create table public.heavy (id integer primary key, body text);
insert into public.heavy select n, repeat('x', 100000) from generate_series(1, 5) as n;
select amity.offer_table('public.heavy');
update amity.settings set value = 250000 where name = 'sync_page_bytes';
select is((select (record_count, is_last)::text from amity.sync_pull(token, 'heavy')), '(2,f)', 'as many as fit') from site;
update amity.settings set value = 1 where name = 'sync_page_bytes';
select is((select (record_count, is_last, reached)::text from amity.sync_pull(token, 'heavy')), '(1,f,"[""1""]")', 'but one') from site;
update amity.settings set value = null where name = 'sync_page_bytes';
select is((select (record_count, is_last)::text from amity.sync_pull(token, 'heavy')), '(5,t)', 'or all') from site;
update public.heavy set body = repeat('y', 10000000) where id = 1;
alter table public.heavy alter body set storage external;
insert into public.heavy select n, repeat('x', 400000) from generate_series(6, 12) as n;
update public.heavy set body = repeat('x', 400000);
analyze public.heavy;
select is((select (record_count, is_last)::text from amity.sync_pull(token, 'heavy')), '(10,f)', 'ten at most where rows are large') from site;
update public.heavy set body = repeat('y', 10000000) where id = 1;
select is((select length(records -> 0 ->> 1) from amity.sync_pull(token, 'heavy', max_rows => 1)), 10000000, 'a value of 10 MB') from site;
select is_empty('select * from amity.verify()', 'and all is as it should be');

-- a connection that is stopped stops what runs, at its next page
create temporary table running as select page.* from site cross join amity.sync_pull(token, 'things', max_rows => 3) as page;
create temporary table stops (place integer, stop text, slug text);
insert into stops values (1, $$status = 'suspended'$$, 'sync_not_active'), (2, $$status = 'active', expires_at = 'infinity'$$, null),
  (3, $$expires_at = now() - interval '1 s'$$, 'sync_expired'), (4, $$expires_at = null, status = 'active'$$, null), (5, $$status = 'revoked'$$, 'sync_not_active');
create function pg_temp.stop(change text) returns text language plpgsql as $$
begin
  execute 'update amity.sync_connections set ' || change;
  return (select page.slug from site cross join running cross join amity.sync_pull(site.token, 'things', running.reached, 1, null, running.transfer_id) as page);
end $$;
select is(pg_temp.stop(stop), slug, stop) from (select * from stops order by place offset 0) as steps;

select * from finish();
rollback;
