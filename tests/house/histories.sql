-- Whatever keeps a history keeps it the same way.
begin;
select plan(14);

create temporary view histories as
select oid, relname, regexp_replace(relname, '_history$', '') as kind from pg_class
where relnamespace = 'amity_private'::regnamespace and relkind in ('r', 'p') and relname ~ '_history$';

create temporary view columns as
select histories.*, attname, attnum, atttypid from histories
join pg_attribute on attrelid = oid and attnum > 0 and not attisdropped;

select isnt_empty('select from histories', 'there are histories to look at');

select is_empty($$
  select relname from histories
  where not exists (
    select from pg_class where relnamespace = 'amity'::regnamespace and relname = kind and relkind in ('r', 'p')
  )
$$, 'each is of a kind');

select is_empty($$
  select relname from histories
  where not exists (
    select from pg_class as views
    where views.relnamespace = 'amity'::regnamespace and views.relname = histories.relname and relkind = 'v'
  )
$$, 'each is shown by a view of its name');

select is_empty($$
  select relname from histories
  where not exists (
    select from pg_class as views
    where views.relnamespace = 'amity_private'::regnamespace and views.relname = kind || '_drift' and relkind = 'v'
  )
$$, 'each is compared with its rows: <kind>_drift');

select is_empty($$
  select kind, task from histories cross join unnest(array['verify_', 'tidy_']) as task
  where to_regprocedure('amity_private.' || task || kind || '()') is null
$$, 'each is checked and tidied with all the others');

select is_empty($$
  select relname from histories
  where exists (select from pg_constraint where contype = 'f' and histories.oid in (conrelid, confrelid))
$$, 'none has a foreign key, none is referred to');

select is_empty($$
  select relname from histories
  where not exists (
    select from pg_trigger join pg_proc on pg_proc.oid = tgfoid
    where tgrelid = histories.oid and proname = 'tg_history__append_only' and tgenabled = 'O'
      -- before, each statement, whatever its columns: insert, delete, update and truncate
      and tgtype = 2 + 4 + 8 + 16 + 32 and tgattr = '' and tgqual is null
  )
$$, 'each refuses to be written by anybody but its owner');

select is_empty($$
  select relname, needed from histories
  cross join unnest(array['entry', 'action', 'actor_id', 'cause', 'occurred_at']) as needed
  where not exists (select from columns where columns.oid = histories.oid and attname = needed)
$$, 'each says what happened, who did it, why and when');

select is_empty($$
  select relname, attname from columns join pg_attribute using (attname)
  where attrelid = oid and attname <> 'actor_id' and not attnotnull
$$, 'and leaves nothing out');

select is_empty($$
  select relname, attname from columns
  where attname in ('entry', 'actor_id', 'cause')
    and has_column_privilege('authenticated', oid, attnum, 'select')
$$, 'who did it and why is not for people to read');

select is_empty($$
  select attrelid::regclass, attname from pg_attribute
  join histories on attrelid = to_regclass('amity.' || relname)
  where attname in ('entry', 'actor_id', 'cause')
$$, 'nor is it in the view');

select is_empty($$
  select relname, role from histories cross join unnest(array['anon', 'authenticated', 'service_role']) as role
  where has_table_privilege(role, oid, 'insert, update, delete, truncate')
    or has_any_column_privilege(role, oid, 'insert, update')
$$, 'no client writes one');

select is_empty($$
  select relname, polname from histories join pg_policy on polrelid = histories.oid where polcmd <> 'r'
$$, 'and no policy would let them');

select is_empty($$
  select relname, attname from columns
  where attname ~ '_id$' and attname <> 'actor_id' and not exists (
    select from pg_index where indrelid = columns.oid and indkey[0] = attnum and indpred is null
  )
$$, 'each is found by the tie and by each person in it');

select * from finish();
rollback;
