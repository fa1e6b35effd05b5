-- Somebody without ties sees, changes and ends nothing of other people's, in whatever is exposed.
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
  and has_any_column_privilege('authenticated', oid, 'select');
grant select on exposed to public;

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
create function pg_temp.holds(relation text) returns boolean language plpgsql as $$
declare v_holds boolean;
begin
  execute format('select exists (select from %s)', relation) into v_holds;
  return v_holds;
end
$$;
create temporary table holding as select name from exposed where relkind <> 'v' and pg_temp.holds(name);
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

select be_quiet();
select ok(pg_temp.holds(name), name || ' still has rows') from holding;

select * from finish();
rollback;
