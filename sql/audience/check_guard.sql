-- What can be guarded, and by what columns.

-- A row of a child or a partition is read through its parent as well, which asks the policies of the
-- parent alone; so what is guarded is neither.
create or replace function amity_private.stands_alone(host_table regclass) returns boolean
language sql stable
return not exists (
  select from pg_catalog.pg_inherits where host_table in (inhrelid, inhparent)
);

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

-- One for the whole table, or a column in which each row says its own.
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

comment on function amity_private.stands_alone(regclass) is
  'Whether a table neither inherits nor is inherited from, and is no partition.';
comment on function amity_private.require_guardable(regclass) is
  'Refuses a table that cannot be guarded, or not by the current role: guard_unsupported, '
  'not_table_owner.';
comment on function amity_private.require_owned(regclass) is
  'Refuses a table of somebody else: not_table_owner.';
comment on function amity_private.require_column(regclass, name, text) is
  'Refuses a column, if one is named, that is not there or does not hold that: uuid or text. '
  'Refuses: guard_column_unsupported.';
comment on function amity_private.require_audience(text, name, name, name) is
  'Refuses an audience that there is not, or that lacks the column that it needs: '
  'audience_invalid.';
