-- What can be guarded, and by what columns.

-- Whether a table neither inherits, nor is inherited from, nor is a partition: rows of a child are
-- also read through the parent, under the policies of the parent alone.
create or replace function amity_private.stands_alone(host_table regclass) returns boolean
language sql stable
return not exists (
  select from pg_catalog.pg_inherits where host_table in (inhrelid, inhparent)
);

-- Refuses a table that cannot be guarded: guard_unsupported, not_table_owner.
create or replace function amity_private.require_guardable(host_table regclass) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  if not exists (
    select from pg_class
    where oid = host_table and relkind = 'r' and amity_private.stands_alone(oid)
      and relnamespace::regnamespace::text not in ('amity', 'amity_private', 'pg_catalog')
  ) then
    perform amity_private.refuse('guard_unsupported', coalesce(host_table::text, 'no such table'));
  end if;
  perform amity_private.require_owned(host_table);
end;
$$;

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

-- Refuses a named column that does not exist or has the wrong type (uuid or text):
-- guard_column_unsupported.
create or replace function amity_private.require_column(
  host_table regclass, column_name name, holds text
) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  if column_name is not null and not exists (
    select from pg_attribute join pg_type on pg_type.oid = atttypid
    where attrelid = host_table and attname = column_name and not attisdropped
      and case holds
        when 'uuid' then atttypid = 'uuid'::regtype
        else typcategory in ('S', 'E')
      end
  ) then
    perform amity_private.refuse(
      'guard_column_unsupported', format('%s.%I', host_table, column_name), holds
    );
  end if;
end;
$$;

-- An audience is given for the whole table, or by a column for each row, with the column that it
-- needs. Refuses: audience_invalid.
create or replace function amity_private.require_audience(
  audience text, audience_column name, circle_column name, label_column name
) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  if (audience is null) = (audience_column is null) or audience is not null
    and amity_private.audience_reaches(audience, '', circle_column, label_column) is null
  then
    perform amity_private.refuse('audience_invalid', coalesce(audience, 'none'));
  end if;
end;
$$;
