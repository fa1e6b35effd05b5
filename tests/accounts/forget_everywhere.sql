-- superuser
-- A person who is named wherever the catalog has room for a person, now and with every kind to come, is
-- forgotten everywhere.
begin;
select * from no_plan();

-- Each column that can name a person: a uuid that refers to people, or to no table at all.
create temporary table columns as
select tables.oid::regclass as relation, attname, tables.relname ~ '_history$' as is_history
from pg_class as tables
join pg_attribute on attrelid = tables.oid and attnum > 0 and not attisdropped and atttypid = 'uuid'::regtype
where relnamespace in ('amity'::regnamespace, 'amity_private'::regnamespace) and relkind in ('r', 'p')
  -- ids of other things, here or at another site
  and attname not in (
    'id', 'remote_transfer_id', 'remote_site_id', 'site_id', 'notification_id', 'subject_id',
    'nonce', 'holder'
  )
  and tables.oid <> 'amity.people'::regclass
  and not exists (
    select from pg_constraint where contype = 'f' and conrelid = tables.oid and attnum = any (conkey)
      and confrelid <> 'amity.people'::regclass
  );
select cmp_ok(count(*), '>', 15::bigint, 'there are many columns for a person') from columns;
select cmp_ok(count(*) filter (where is_history), '>', 5::bigint, 'also in histories') from columns;

-- A row with something in each column that must have something, and that person in one.
create function pg_temp.plant(relation regclass, person_column name, person uuid) returns void language plpgsql as $$
declare
  v_names text;
  v_values text;
begin
  select string_agg(quote_ident(attname), ', '),
    string_agg(case
      when attname = person_column then quote_literal(person)
      when typtype = 'e' then quote_literal((select min(enumlabel) from pg_enum where enumtypid = atttypid)) || '::' || atttypid::regtype
      when typcategory = 'A' then '''{}'''
      else case atttypid::regtype::text
        when 'uuid' then 'gen_random_uuid()' when 'boolean' then 'false' when 'text' then 'gen_random_uuid()::text'
        when 'timestamp with time zone' then 'now()' when 'interval' then 'interval ''1 hour''' when 'date' then 'current_date'
        when 'bytea' then 'sha256(gen_random_uuid()::text::bytea)' when 'jsonb' then '''{}''' else '1' end
    end, ', ')
  into v_names, v_values
  from pg_attribute join pg_type on pg_type.oid = atttypid
  where attrelid = relation and attnum > 0 and not attisdropped and attidentity = '' and attgenerated = ''
    and (attname = person_column or attnotnull);
  execute format('insert into %s (%s) values (%s)', relation, v_names, v_values);
end
$$;
create function pg_temp.traces(wanted text) returns table (relation regclass, rows bigint) language plpgsql as $$
begin
  for relation in
    select oid from pg_class where relnamespace in ('amity'::regnamespace, 'amity_private'::regnamespace) and relkind in ('r', 'p', 'm')
  loop
    execute format('select count(*) from %s as t where strpos(t::text, $1) > 0 or strpos(to_jsonb(t)::text, $1) > 0', relation)
      into rows using wanted;
    if rows > 0 then
      return next;
    end if;
  end loop;
end
$$;

-- what would not let such rows in
do $$
begin
  execute (
    select string_agg(format('alter table %s drop constraint %I;', conrelid::regclass, conname), ' ') from pg_constraint
    where contype = 'c' and connamespace in ('amity'::regnamespace, 'amity_private'::regnamespace) and conrelid <> 0
  );
end
$$;
select person('ada') is not null;
set local session_replication_role = replica;
select pg_temp.plant(relation, attname, md5('person:ada')::uuid) from columns;
set local session_replication_role = origin;
select set_eq(
  $$select relation from pg_temp.traces(md5('person:ada')::uuid::text)$$, $$select relation from columns union select 'amity.people'$$,
  'she is named in each of them'
);

select speak_as_service();
create temporary table pseudonym as select amity.forget_person(md5('person:ada')::uuid) as id;
select be_quiet();
select is_empty($$select * from pg_temp.traces(md5('person:ada')::uuid::text)$$, 'no trace of her is left');
select is_empty(
  format($$select * from pg_temp.traces(%L) where relation::text !~ '_history$'
    and relation not in (select relation from columns where attname ~ '_by$')$$, id),
  'and her pseudonym is only in histories and where she did something'
) from pseudonym;
select isnt_empty(format('select * from pg_temp.traces(%L)', id), 'where it is') from pseudonym;

select * from finish();
rollback;
