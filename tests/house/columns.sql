-- Types that say what they hold.
begin;
select plan(6);

create temporary view columns as
select attrelid::regclass as relation, attname, atttypid::regtype as type, attnotnull, typtype, nspname,
  relkind
from pg_attribute
join pg_class on pg_class.oid = attrelid
join pg_namespace on pg_namespace.oid = relnamespace
join pg_type on pg_type.oid = atttypid
where nspname in ('amity', 'amity_private') and relkind in ('r', 'p', 'v', 'm')
  and attnum > 0 and not attisdropped;

select is_empty(
  $$select relation, attname from columns where type in ('timestamp', 'time', 'timetz')$$,
  'a moment knows its time zone'
);
select is_empty(
  $$select relation, attname from columns where type in ('varchar', 'bpchar', 'json', 'money')$$,
  'text is text'
);
select is_empty($$
  select relation, attname, type from columns
  where attname in ('status', 'action', 'cause')
    and (nspname = 'amity' or relation::text ~ '_history$') and typtype <> 'e'
    -- what can be limited is no closed one: each kind brings its own
    and relation <> 'amity.rate_limits'::regclass
    -- as such a table has it: a word of a client written for one reaches a trigger, which refuses it
    and relation <> 'amity.friendships'::regclass
$$, 'a closed vocabulary is an enum');
select is_empty($$
  select relation, attname, type from columns
  where (attname ~ '_at$' or attname in ('since', 'until')) and type <> 'timestamptz'::regtype
$$, 'what is named like a moment is one');
select is_empty($$
  select relation, attname, type from columns
  where nspname = 'amity' and attname ~ '^id$|_id$' and type <> 'uuid'::regtype
$$, 'an id is a uuid');
select is_empty($$
  select relation from columns
  group by relation, relkind having relkind in ('r', 'p') and not bool_or(attnotnull)
  union all
  select pg_class.oid::regclass from pg_class
  where relnamespace in ('amity'::regnamespace, 'amity_private'::regnamespace) and relkind in ('r', 'p')
    and not exists (select from pg_constraint where conrelid = pg_class.oid and contype = 'p')
$$, 'every table has a primary key');

select * from finish();
rollback;
