-- Rows in the order of a moment: what changed since another one.
begin;
select no_plan();

set local timezone = 'Asia/Tokyo';
create table public.notes (id integer primary key, changed_at timestamptz not null, seen_at timestamp, body text);
insert into public.notes select n, '2026-01-01 00:00+00'::timestamptz + (n / 3) * interval '1 s', now(), 'note' from generate_series(1, 10) as n;
create index on public.notes (changed_at, id);
create table public.plain (id integer, changed_at timestamp not null, made_at timestamptz not null, day date not null, primary key (changed_at, id));
insert into public.plain select n, '2026-01-01'::timestamp + n * interval '1 us', now(), now() from generate_series(1, 5) as n;
create index on public.plain (made_at) where id > 0;
create index on public.plain (day);
select amity.offer_table('public.notes'), amity.offer_table('public.plain');
create temporary table site as select * from amity.create_sync_connection('B', 'https://b.example', 'sender', 'auto_approve');
select amity.approve_sync_connection(id) from site;
update amity.sync_connections set rate_limit_requests_per_minute = 10000;

create function pg_temp.pulled(name text, size integer, cursor_column text, after jsonb default null) returns jsonb language plpgsql as $$
declare
  v_page amity.sync_page;
  v_ids jsonb := '[]';
begin
  v_page.reached := after;
  loop
    v_page := amity.sync_pull((select token from site), name, v_page.reached, size, transfer => v_page.transfer_id, cursor_column => pulled.cursor_column);
    v_ids := v_ids || coalesce(jsonb_path_query_array(v_page.records::jsonb, '$[*][0]'), '[]');
    exit when v_page.is_last is not false;
  end loop;
  return v_ids;
end $$;

select is(pg_temp.pulled('notes', size, 'changed_at'), '["1","2","3","4","5","6","7","8","9","10"]', format('every row once, in pages of %s', size))
from unnest(array[1, 2, 4, 10]) as size;
update public.notes set changed_at = '2026-02-01 00:00+00' where id = 2;
update public.notes set changed_at = '2026-01-31 23:59:59.999999+00' where id = 7;
select is(pg_temp.pulled('notes', size, 'changed_at'), '["1","3","4","5","6","8","9","10","7","2"]', 'in the order of the moment')
from unnest(array[1, 3]) as size;
select is(pg_temp.pulled('notes', 4, 'changed_at', '["2026-01-01 00:00:02+00"]'), '["9","10","7","2"]', 'after a moment');
select is(pg_temp.pulled('notes', 4, 'changed_at', '["2026-01-01 00:00:02"]'), '["9","10","7","2"]', 'which is in UTC without a zone');
select is(pg_temp.pulled('notes', 4, 'changed_at', '["2026-01-01 00:00:02+00","7"]'), '["8","9","10","7","2"]', 'after a moment and a key');
select is(pg_temp.pulled('notes', 4, 'changed_at', '["infinity"]'), '[]', 'nothing after the last one');
select is((amity.sync_pull(token, 'notes', max_rows => 1, cursor_column => 'changed_at')).reached, '["2026-01-01 00:00:00+00","1"]', 'where it got to') from site;
select is(pg_temp.pulled('plain', 2, 'changed_at', '["2026-01-01 00:00:00.000002"]'), '["3","4","5"]', 'a cursor that is in the key');
select is((amity.sync_pull(token, 'plain', max_rows => 1, cursor_column => 'changed_at')).reached, '["2026-01-01 00:00:00.000001","1"]', 'is there once') from site;

select is((amity.sync_pull(token, 'notes', after::jsonb, cursor_column => 'changed_at')).slug, 'sync_invalid_position', after || ' is no place')
from site cross join unnest(array['[]', '["x"]', '["2026-01-01","1","2"]', '[null]', '["2026-01-01","x"]', '{}', '1']) as after;
select is((amity.sync_pull(token, 'notes', '["1"]')).slug, null, 'without a cursor it is the key') from site;
select is((amity.sync_pull(token, name, cursor_column => column_name)).slug, 'sync_cursor_unsupported', format('%s is no cursor: %s', column_name, why))
from site cross join (values
  ('notes', 'id', 'a number'), ('notes', 'seen_at', 'it can be null'), ('notes', 'nothing', 'not there'), ('notes', '"', 'no name'), ('plain', 'day', 'a date'),
  ('plain', 'made_at', 'its index is partial')
) as cases (name, column_name, why);
create index on public.plain using hash (made_at);
select is((amity.sync_pull(token, 'plain', cursor_column => 'made_at')).slug, 'sync_cursor_unsupported', 'nor by a hash') from site;
create index on public.plain (id, made_at);
select is((amity.sync_pull(token, 'plain', cursor_column => 'made_at')).slug, 'sync_cursor_unsupported', 'nor as the second column') from site;
create index on public.plain (made_at);
select is((amity.sync_pull(token, 'plain', cursor_column => 'made_at')).slug, null, 'but as the first one') from site;
select is(jsonb_path_query_array(tables, '$[*].columns[*] ? (@.cursor == true).name'), '["changed_at", "changed_at", "made_at"]', 'which the offer tells')
from site cross join amity.sync_tables(token) as offer;

-- pages are read by the index
insert into public.notes select n, '2026-03-01 00:00+00'::timestamptz + n * interval '1 s' from generate_series(11, 20000) as n;
analyze public.notes;
create function pg_temp.plan(after jsonb) returns text language plpgsql as $$
declare
  v_plan json;
begin
  execute 'explain (format json) ' || replace(replace(amity_private.sync_page_query('public.notes'::regclass, 'changed_at', jsonb_array_length(after)), '$1', quote_nullable(nullif(after, '[]')) || '::jsonb'), '$2', '101')
  into v_plan;
  return v_plan;
end $$;
select ok(plan ~ 'notes_changed_at_id_idx' and plan !~ 'Seq Scan|"Sort"|Bitmap', 'in one range scan: ' || plan)
from (values (pg_temp.plan('[]')), (pg_temp.plan('["2026-03-01 01:00"]')), (pg_temp.plan('["2026-03-01 01:00","7"]'))) as plans (plan);

-- where the receiving side goes on
insert into amity_private.sync_positions (table_name, site_id, sites, key, cursor_column, cursor_reached)
select name, site, array[site], '[]', by, reached from (values
  ('public.notes', '00000000-0000-4000-8000-00000000000a'::uuid, 'changed_at', '2026-01-01 00:05:00+00'::timestamptz),
  ('public.plain', '00000000-0000-4000-8000-00000000000a', 'made_at', null)
) as positions (name, site, by, reached);
select is(amity_private.begin_sync_cursor(name, ('00000000-0000-4000-8000-00000000000' || site)::uuid, by, '5 minutes'), expected::jsonb,
  format('%s of %s by %s', name, site, by))
from (values
  ('public.notes', 'a', 'changed_at', '["2026-01-01 00:00:00+00"]'), ('public.notes', 'b', 'changed_at', null), ('public.notes', 'a', 'seen_at', null),
  ('public.others', 'a', 'changed_at', null), ('public.plain', 'a', 'made_at', null)
) as cases (name, site, by, expected);

select * from finish();
rollback;
