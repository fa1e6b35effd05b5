-- A person without ties sees, changes and ends nothing of other people's, in whatever is exposed.
begin;
select * from no_plan();

create temporary table exposed as
select 'amity.' || relname as name, relkind,
  has_any_column_privilege('authenticated', oid, 'update') as may_update,
  has_table_privilege('authenticated', oid, 'delete') as may_delete,
  (
    select attname from pg_attribute
    where attrelid = pg_class.oid and has_column_privilege('authenticated', attrelid, attnum, 'update')
    order by attnum limit 1
  ) as changeable
from pg_class
where relnamespace = 'amity'::regnamespace and relkind in ('r', 'p', 'v', 'm')
  and has_any_column_privilege('authenticated', oid, 'select')
  -- what the host chose is the same for everybody
  and relname <> 'client_settings';
grant select on exposed to public;

select isnt(tap.person('zoe'), null, 'there is a stranger');
select speak_as('ada');
select amity.request_connection(tap.person('ben'));
select amity.follow(tap.person('ben'));
select amity.follow(tap.person('carl'));
select amity.dismiss_suggestion(tap.person('carl'));
select amity.block(tap.person('dora'));
select speak_as('ben');
select amity.accept_connection(tap.person('ada'));
select amity.request_connection(tap.person('carl'));

-- Each kind shows in its own tests what it hides; here is enough of it to look for.
select be_quiet();
create function pg_temp.content(relation text) returns text language plpgsql as $$
declare
  v_content text;
begin
  execute format('select string_agg(row::text, e''\n'' order by row::text) from %s as row', relation) into v_content;
  return v_content;
end
$$;
create temporary table holding as
select * from (select name, pg_temp.content(name) as content from exposed where relkind <> 'v') as tables where content is not null;
select cmp_ok(count(*), '>=', 5::bigint, 'there is something to hide') from holding;

select speak_as('zoe');
select is_empty(
  format('select * from %s as row where to_jsonb(row) is distinct from (select to_jsonb(me) from amity.people as me)', name),
  'a stranger sees nothing in ' || name
) from exposed;
select is_empty(
  format('update %s set %I = default where true returning 1', name, changeable), 'and changes nothing in ' || name
) from exposed where may_update and relkind <> 'v';
select is_empty(format('delete from %s returning 1', name), 'and ends nothing in ' || name)
from exposed where may_delete and relkind <> 'v';
-- without a condition and without RETURNING no policy for select protects a row
select lives_ok('delete from ' || name, 'nor blindly in ' || name) from exposed where may_delete and relkind <> 'v';

select be_quiet();
select is(pg_temp.content(name), content, name || ' is as it was') from holding;

select * from finish();
rollback;
