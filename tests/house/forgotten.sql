-- A forgotten person is found in every history, and wherever they acted, by an index.
begin;
select plan(2);

-- what amity_private.replace_by_pseudonym() goes through
create temporary view columns as
select attrelid::regclass as kept, attname, attnum from pg_attribute
join pg_class on pg_class.oid = attrelid
where relkind in ('r', 'p') and atttypid = 'uuid'::regtype and attnum > 0 and not attisdropped
  and (
    (relnamespace = 'amity_private'::regnamespace and relname like '%\_history' and attname ~ '_id$')
    or (relnamespace = 'amity'::regnamespace and attname like '%\_by')
  );

select isnt_empty('select from columns', 'there are columns to look at');

select is_empty($$
  select kept, attname from columns
  where kept <> 'amity.sync_connections'::regclass  -- a row for each site: a page or two
    and not exists (
      select from pg_index
      where indrelid = kept and indisvalid and indkey[0] = attnum
        and (indpred is null or pg_get_expr(indpred, kept) = format('(%I IS NOT NULL)', attname))
    )
$$, 'each begins an index of all rows that name a person');

select * from finish();
rollback;
