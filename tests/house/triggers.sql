-- Triggers fire by name: the hundreds say when, the word says what for.
begin;
select plan(7);

create temporary view triggers as
select pg_trigger.*, proname, relname, nspname
from pg_trigger
join pg_class on pg_class.oid = tgrelid
join pg_namespace on pg_namespace.oid = relnamespace
join pg_proc on pg_proc.oid = tgfoid
where nspname in ('amity', 'amity_private') and not tgisinternal;

select is_empty(
  $$select relname, tgname from triggers where tgname !~ '^_[0-9]{3}_[a-z]+(_[a-z]+)*$'$$,
  'a trigger is named _NNN_task'
);

-- one of two that fire at the same moment is not first because its name begins with a: the number says
select is_empty($$
  select one.tgrelid::regclass, one.tgname, other.tgname
  from triggers as one join triggers as other on other.tgrelid = one.tgrelid and other.tgname > one.tgname
  where substr(one.tgname, 1, 4) = substr(other.tgname, 1, 4)
    -- of a row or of a statement, before, after or instead
    and one.tgtype & (1 + 2 + 64) = other.tgtype & (1 + 2 + 64)
    and one.tgtype & other.tgtype & (4 + 8 + 16 + 32) > 0
$$, 'triggers are ordered by their numbers alone');

-- one that serves many tables is named for what it guards
select is_empty($$
  select proname, min(relname) from triggers
  group by proname
  having count(distinct tgrelid) = 1 and not starts_with(proname, 'tg_' || min(relname) || '__')
$$, 'a function that serves one table is named tg_<table>__task');

select is_empty(
  $$select relname, tgname from triggers where tgenabled <> 'O'$$, 'every trigger is on'
);

-- _000_ comes before what decides, whatever else a table has
select is_empty($$
  select pg_class.oid::regclass from pg_class
  where relnamespace = 'amity'::regnamespace and relkind in ('r', 'p')
    and has_any_column_privilege('authenticated', oid, 'insert, update')
    and not exists (
      select from triggers
      where tgrelid = pg_class.oid and tgname = '_000_require_speaker' and proname = 'tg_require_speaker'
        -- before each statement, of those that people may send
        and tgtype & (1 + 2) = 2
        and (tgtype & 4 > 0 or not has_any_column_privilege('authenticated', pg_class.oid, 'insert'))
        and (tgtype & 8 > 0 or not has_table_privilege('authenticated', pg_class.oid, 'delete'))
        and (tgtype & 16 > 0 or not has_any_column_privilege('authenticated', pg_class.oid, 'update'))
    )
$$, 'whatever people write first asks who is speaking');

select is_empty($$
  select relname, tgname from triggers as first
  where proname = 'tg_require_speaker'
    and exists (select from triggers as other where other.tgrelid = first.tgrelid and other.tgname < first.tgname)
$$, 'and asks before anything else does');

-- No role can make a decision depend on a session. (A role with a session to make up amity.acts_counted in has
-- pg_advisory_lock() as well, against which nothing protects. A role is one that the session may set.
-- amity.hashed is set where it is read.)
select is_empty($$
  select pg_proc.oid::regprocedure from pg_proc
  where pronamespace in ('amity'::regnamespace, 'amity_private'::regnamespace)
    and pg_get_functiondef(oid) ~ '(current_setting|set_config)\(''(?!request\.|response\.|transaction_isolation|amity\.acts_counted|''?amity\.hashed|plan_cache_mode|role'')'
$$, 'nothing is decided by a setting that a client could make up');

select * from finish();
rollback;
