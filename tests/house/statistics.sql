-- superuser
-- EXPLAIN shows the planner's estimates to a role that may read a table, past its row security. So a
-- table that names people has no statistics, whichever role analyzes it and at whatever target.
begin;
select plan(4);

-- each column and each expression of an index of the tables that name people
create temporary view columns as
with tables as (
  select oid from pg_class
  where relnamespace in ('amity'::regnamespace, 'amity_private'::regnamespace) and relkind in ('r', 'p')
    -- only services read these, and they read every row
    and relname !~ '^sync_'
    and exists (
      select from pg_attribute where attrelid = pg_class.oid and atttypid = 'uuid'::regtype
    )
)
select attrelid::regclass as relation, attname, attstattarget
from tables join pg_attribute on attrelid = tables.oid
where attnum > 0 and not attisdropped
union all
select attrelid::regclass, attname, attstattarget
from tables join pg_index on indrelid = tables.oid join pg_attribute on attrelid = indexrelid
where indkey[attnum - 1] = 0;

select set_has(
  'select relation::text from columns',
  $$values ('amity.people'), ('amity.follows'), ('amity_private.blocks_history'),
    ('amity_private.tallies'), ('amity.connections_one_per_pair')$$,
  'tables, histories and index expressions are looked at'
);
select is_empty(
  'select relation, attname from columns where attstattarget is distinct from 0',
  'a table that names people keeps no statistics: see amity_private.keep_no_statistics()'
);
select is_empty($$
  select stxrelid::regclass, stxname from pg_statistic_ext
  where stxnamespace in ('amity'::regnamespace, 'amity_private'::regnamespace)
$$, 'and no extended ones');

insert into amity.people (id) select gen_random_uuid() from generate_series(1, 300);
insert into amity.follows (follower_id, followed_id)
select one.id, other.id from amity.people as one
join lateral (select id from amity.people where id <> one.id limit 5) as other on true;
set local default_statistics_target = 10000;
analyze amity.people, amity.follows, amity.connections;
select is_empty($$
  select starelid::regclass, staattnum from pg_statistic
  where starelid::regclass in (select relation from columns)
$$, 'analyze finds out nothing, at any target');

select * from finish();
rollback;
