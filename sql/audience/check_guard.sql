-- What can be guarded, and by what columns.

-- Whether a table neither inherits, nor is inherited from, nor is a partition: rows of a child are
-- also read through the parent, under the policies of the parent alone. Partitions have no others.
create or replace function amity_private.stands_alone(host_table regclass) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
return not exists (
  select from pg_catalog.pg_inherits join pg_catalog.pg_class on pg_class.oid = host_table
  where host_table = inhrelid or host_table = inhparent and relkind <> 'p'
);

-- Refuses a table of another owner: not_table_owner.
create or replace function amity_private.require_owned(host_table regclass) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  if exists (
    select from pg_class
    where oid = host_table and not pg_has_role(current_user, relowner, 'usage')
  ) then
    perform amity_private.refuse('not_table_owner', host_table::text);
  end if;
end;
$$;

-- Refuses a guard that cannot stand: of a table that has no such guard (guard_unsupported,
-- not_table_owner); by a column that does not exist or has the wrong type
-- (guard_column_unsupported); or with an audience that is not given once, for the whole table or by
-- a column for each row, or without the column that it needs (audience_invalid).
create or replace function amity_private.require_guardable(guard amity_private.guards) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_column name;
  v_holds text;
begin
  if not exists (
    select from pg_class
    where oid = guard.host_table and relkind in ('r', 'p') and amity_private.stands_alone(oid)
      and relnamespace::regnamespace::text not in ('amity', 'amity_private', 'pg_catalog')
  ) then
    perform amity_private.refuse(
      'guard_unsupported', coalesce(guard.host_table::text, 'no such table')
    );
  end if;
  perform amity_private.require_owned(guard.host_table);
  for v_column, v_holds in
    values (coalesce(guard.author_column, ''), 'uuid'), (guard.audience_column, 'text'),
      (guard.circle_column, 'uuid'), (guard.label_column, 'uuid')
  loop
    if v_column is not null and not exists (
      select from pg_attribute join pg_type on pg_type.oid = atttypid
      where attrelid = guard.host_table and attname = v_column and not attisdropped
        and case v_holds
          when 'uuid' then atttypid = 'uuid'::regtype
          else typcategory in ('S', 'E')
        end
    ) then
      perform amity_private.refuse(
        'guard_column_unsupported', format('%s.%I', guard.host_table, v_column), v_holds
      );
    end if;
  end loop;
  if (guard.audience is null) = (guard.audience_column is null) or guard.audience is not null
    and amity_private.audience_reaches(guard, guard.audience) is null
  then
    perform amity_private.refuse('audience_invalid', coalesce(guard.audience, 'none'));
  end if;
end;
$$;
