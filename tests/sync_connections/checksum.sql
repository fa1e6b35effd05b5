-- A checksum of a table: the same in any order, another one for any other value; by the checks of a pull, and within its limits.
begin;
select * from no_plan();

create table public.things (id integer primary key, name text, at timestamptz, "Odd ""x" double precision, code char(3));
insert into public.things values (1, 'one', '2020-01-01', 0.1, 'a'), (2, null, null, 'NaN', null), (3, '', 'infinity', 1e-300, 'abc');
create table public.copy (code text, id bigint primary key, "Odd ""x" double precision, name varchar, at timestamptz, extra text default 'x');
insert into public.copy (id, name, at, "Odd ""x", code) select id, name, at, "Odd ""x", case when code is not null then format('%s', code) end from public.things order by id desc;
create table public.hidden (id integer primary key);
create temporary table columns as select array['id', 'name', 'at', 'Odd "x', 'code'] as all_of_them;
select amity.offer_table('public.things');
create temporary table site as select * from amity.create_sync_connection('B', 'https://b.example', 'sender', 'auto_approve');
grant select on site, columns to public;
select amity.approve_sync_connection(id) from site;
create function pg_temp.asked(variadic columns text[]) returns amity.sync_digest language sql as $$
  select amity.sync_checksum(token, 'things', to_jsonb(columns)) from site
$$;

-- both sides
create temporary table theirs as select digest.* from columns, pg_temp.asked(variadic all_of_them) as digest;
select is(theirs.columns, all_of_them, 'every column that was asked for') from theirs, columns;
select is((theirs.row_count, theirs.checksum), (ours.row_count, ours.checksum), format('the same rows of %s, in another order, under other settings', name))
from theirs cross join unnest(array['public.things', 'public.copy']) as name
cross join lateral (
  select set_config('datestyle', 'german', true), set_config('timezone', 'Asia/Kolkata', true), set_config('extra_float_digits', '0', true) offset 0
) as settings cross join lateral amity.checksum_table(name::regclass, theirs.columns) as ours;
select is(theirs.row_count, 3::bigint, 'and how many there are') from theirs;

create function pg_temp.changed(change text) returns boolean language plpgsql as $$
declare
  v_after text;
begin
  execute change;
  raise exception using errcode = 'UNDO0', message = (select pg_temp.asked(variadic all_of_them) from columns)::text;
exception when sqlstate 'UNDO0' then
  get stacked diagnostics v_after = message_text;
  return v_after <> (select theirs::text from theirs);
end $$;
select is(pg_temp.changed(change), differs, change)
from (values
  ($$update public.things set name = 'One' where id = 1$$, true), ($$update public.things set name = '' where id = 2$$, true),
  ($$update public.things set name = null where id = 3$$, true), ($$update public.things set "Odd ""x" = 0.1::float8 + 1e-18 where id = 1$$, false),
  ($$update public.things set "Odd ""x" = 0.1::float8 + 2e-17 where id = 1$$, true), ('delete from public.things where id = 2', true),
  ('insert into public.things values (4)', true), ('update public.things set id = -id', true), ('update public.things set at = at', false),
  ($$update public.things set name = case id when 1 then '' else 'one' end where id in (1, 3)$$, true)
) as changes (change, differs);

-- what may be asked for
select is((pg_temp.asked('id', 'name', 'ctid', 'nothing', null)).columns, array['id', 'name'], 'of columns that are there');
revoke select on public.things from amity_sync;
grant select (id, at) on public.things to amity_sync;
select is((pg_temp.asked('id', 'name', 'at')).columns, array['id', 'at'], 'and may be read');
grant select on public.things to amity_sync;
select is((amity.sync_checksum(token, name, '["id"]')).slug, 'sync_table_not_allowed', coalesce(name, 'null')) from site
cross join unnest(array['hidden', 'public.nothing', 'pg_catalog.pg_authid', 'amity.people', null]) as name;
select is((amity.sync_checksum('no token', 'things', '["id"]')).slug, 'sync_invalid_token', 'by a token');
select is((amity.sync_checksum(token, 'things', given)).columns, '{}', coalesce(given::text, 'null')) from site
cross join unnest(array['[]', '{}', '1', '[1, null]', null]::jsonb[]) as given;
select is((pg_temp.asked('id')).checksum = (pg_temp.asked('at')).checksum, false, 'of one column or another');

-- within the limits of a pull: counted as a request, and as no download
select is((downloads_used, records_downloaded, total_transfers), (0::bigint, 0::bigint, 0::bigint), 'no download') from amity.sync_connections;
select is(cardinality(let_through), 10, 'but requests') from amity_private.sync_credentials;
update amity.sync_connections set max_records_per_request = 2;
select is((slug, row_count, checksum, hint)::text, (
  'sync_table_too_large', null::bigint, null::text,
  'It has more than 2 rows, or 256 MB. The sending site can raise max_records_per_request.')::text, 'more rows than a request may have') from pg_temp.asked('id');
update amity.sync_connections set max_records_per_request = 3;
select ok((pg_temp.asked('id')).allowed, 'as many as it may');
update amity.sync_connections set approval_mode = 'require_approval';
select is((pg_temp.asked('id')).slug, 'sync_approval_required', 'with an approval where a pull needs one');
create temporary table asked as select (amity.sync_request(token, 'things')).transfer_id as id from site;
select is((amity.sync_checksum(token, 'things', '["id"]', transfer => asked.id)).slug, 'sync_approval_pending', 'given') from site, asked;
select amity.approve_sync_transfer(id) from asked;
select ok((amity.sync_checksum(token, 'things', '["id"]', transfer => asked.id)).allowed, 'now') from site, asked;
update amity.sync_connections set rate_limit_requests_per_minute = 1;
select is((amity.sync_checksum(token, 'things', '["id"]', transfer => asked.id)).slug, 'sync_rate_limited', 'within the rate') from site, asked;

select is(read::text, expected, format('at most %s bytes', bytes)) from (values (1, '(0,)'), (9, '(1,)')) as limits (bytes, expected)
cross join amity_private.checksum_rows('public.things'::regclass, '{id}', 10, bytes) as read;

-- both sides write texts as a pull does
select is(
  (select proconfig from pg_proc where oid = 'amity_private.checksum_rows'::regproc),
  (select proconfig from pg_proc where oid = 'amity_private.read_rows'::regproc), 'under the settings of what reads the rows');
select throws_ok($$select amity_private.checksum_offered_rows('pg_authid'::regclass, '{rolname}', 1, 1)$$, '42501', null, 'which reads what it may read');
select is_empty('select * from amity.verify()', 'and all is as it should be');

select * from finish();
rollback;
