-- The end of an account deletes its ties, and that must not scan a table.
begin;
select plan(6);

create temporary view foreign_keys as
select pg_constraint.*
from pg_constraint
where contype = 'f' and connamespace in ('amity'::regnamespace, 'amity_private'::regnamespace);

select isnt_empty('select from foreign_keys', 'there are foreign keys to look at');

select is_empty($$
  select conname from foreign_keys
  where not exists (
    select from pg_index
    where indrelid = conrelid and indisvalid and indpred is null
      and (
        select array_agg(attnum order by attnum)
        from unnest(indkey::int2[]) with ordinality as keys (attnum, place)
        where place <= cardinality(conkey)
      ) = (select array_agg(attnum order by attnum) from unnest(conkey) as attnum)
  )
$$, 'every foreign key has an index of all rows that begins with it');

select is_empty($$
  select conname from foreign_keys
  where not exists (
    select from pg_index
    where indrelid = conrelid and conkey = (indkey::int2[])[0:cardinality(conkey) - 1]
  )
$$, 'in the order of the key: an advisor of Supabase looks for no other');

select is_empty($$
  select conname from foreign_keys where confrelid = 'amity.people'::regclass and confdeltype <> 'c'
$$, 'the ties of a person end with the account');

select is_empty($$
  select conname from foreign_keys
  where confrelid not in (
    select oid from pg_class where relnamespace in ('amity'::regnamespace, 'amity_private'::regnamespace)
  )
$$, 'nothing refers to a table of the host');

select is_empty(
  'select conname from foreign_keys where not convalidated or condeferrable',
  'and every one is held at once'
);

select * from finish();
rollback;
