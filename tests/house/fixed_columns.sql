-- Whatever a grant of columns keeps from people, a trigger keeps as well: hosts grant whole tables.
begin;
select plan(8);

create temporary table columns as
select attrelid, attname, attnum,
  has_column_privilege('authenticated', attrelid, attnum, 'insert') as insert,
  has_column_privilege('authenticated', attrelid, attnum, 'update') as update,
  -- where no policy lets a person write, row security keeps the rest
  exists (
    select from pg_policy where polrelid = attrelid and polcmd in ('a', '*') and polroles @> array['authenticated'::regrole::oid]
  ) as insertable,
  exists (
    select from pg_policy where polrelid = attrelid and polcmd in ('w', '*') and polroles @> array['authenticated'::regrole::oid]
  ) as updatable
from pg_attribute join pg_class on pg_class.oid = attrelid
where relnamespace in ('amity'::regnamespace, 'amity_private'::regnamespace) and relkind in ('r', 'p')
  and attnum > 0 and not attisdropped;

create temporary table triggers as
select tgrelid, tgname, tgtype, tgattr,
  -- each kind has its own, made by foundation/tie.macro
  regexp_replace(proname, '^tg_.*__give_columns$', 'give_columns') as proname,
  pg_get_triggerdef(pg_trigger.oid)
    || coalesce(' (''' || substring(prosrc from 'new\.(?!id\M)(\w+) :=') || ''')', '') as definition
from pg_trigger join pg_proc on pg_proc.oid = tgfoid
where tgrelid in (select attrelid from columns) and not tgisinternal;

select isnt_empty('select from columns where insertable and not insert', 'there is something not to insert');
select isnt_empty('select from columns where updatable and not update', 'and something not to update');

select is_empty($$
  select attrelid::regclass, attname from columns
  where updatable and not update and not exists (
    select from triggers
    where tgrelid = attrelid and attnum = any (tgattr) and proname in ('tg_columns__keep', 'tg_ties__keep')
      and tgtype = 1 + 2 + 16  -- each row, before update
  )
$$, 'what people may not update is in the list of a trigger that keeps it');
select is_empty($$
  select attrelid::regclass, attname from columns join triggers on tgrelid = attrelid
  where attnum = any (tgattr) and proname = 'tg_columns__keep' and update
$$, 'and nothing else is');

select is_empty($$
  select attrelid::regclass, attname from columns
  where insertable and not insert and attname <> 'id' and not exists (
    select from triggers
    where tgrelid = attrelid and tgtype = 1 + 2 + 4 and (
      proname = 'give_columns' and definition ~ format('\(''%s''\)', attname)
      or proname = 'tg_columns__keep' and definition ~* format('\mnew\.%s\M', attname)
    )
  )
$$, 'what people may not insert is given, or its default is kept');
select is_empty($$
  select distinct attrelid::regclass from columns
  where insertable and not exists (select from triggers where tgrelid = attrelid and proname = 'give_columns')
$$, 'an id is given to whatever people insert');

select is_empty($$
  select kept.tgrelid::regclass, kept.tgname, other.tgname
  from triggers as kept join triggers as other using (tgrelid)
  where kept.proname in ('give_columns', 'tg_columns__keep')
    and other.proname not in ('give_columns', 'tg_columns__keep')
    and kept.tgtype & other.tgtype & 3 = 3 and other.tgname < kept.tgname
$$, 'before any other trigger of a row looks at it');

-- row security does not look at TRUNCATE
select is_empty($$
  select distinct attrelid::regclass from columns
  -- the ledger of `amity up` is there before any function of ours
  where attrelid <> 'amity_private.migrations'::regclass and not exists (
    select from triggers
    where tgrelid = attrelid and tgtype & (2 + 32) = 2 + 32
      and proname in ('tg_tables__refuse_truncate', 'tg_history__append_only')
  )
$$, 'no table is emptied by TRUNCATE');

select * from finish();
rollback;
