-- The view as text. A key that is no uuid is that of the person's row: see amity.person_of(). The
-- host's column stands alone in the comparison, so that its index is used.

-- The whole number that a text is, or null.
create or replace function amity_private.as_bigint(key text) returns bigint
language sql immutable parallel safe
return case when key ~ '^-?\d{1,18}$' then key::bigint end;

-- The type of a column, which may not be null. Refuses: profile_column_unsupported.
create or replace function amity_private.profile_column_type(
  source regclass, column_name name, types regtype[], wanted text
) returns regtype
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_type regtype;
begin
  select coalesce(nullif(typbasetype, 0), pg_type.oid) into v_type
  from pg_attribute join pg_type on pg_type.oid = atttypid
  where attrelid = source and attname = column_name and attnum > 0 and not attisdropped
    and (coalesce(nullif(typbasetype, 0), pg_type.oid) = any (types) or types is null
      and typcategory in ('S', 'E'));
  if v_type is null then
    perform amity_private.refuse(
      'profile_column_unsupported', concat_ws('.', source::text, quote_ident(column_name)), wanted
    );
  end if;
  return v_type;
end;
$$;

-- Whether the owner of the schema sees all rows of that table or view.
create or replace function amity_private.can_read_all(source regclass) returns boolean
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_owner constant name := amity_private.owner();
begin
  return has_table_privilege(v_owner, source, 'select') and not exists (
    select from pg_class join pg_roles on rolname = v_owner
    where pg_class.oid = source and relrowsecurity and not (rolsuper or rolbypassrls)
      and (relforcerowsecurity or not pg_has_role(v_owner, relowner, 'usage'))
  );
end;
$$;

create or replace function amity.attach_profiles(
  source regclass, key name default 'id', name name default 'display_name',
  picture name default 'avatar_url'
) returns void
language plpgsql volatile  -- invoker: only the owner of the schema may replace its view
set search_path = pg_catalog, pg_temp
as $$
declare
  v_type regtype;
begin
  perform amity_private.require_service();
  if not exists (
    select from pg_class
    where oid = source and relkind in ('r', 'p', 'v', 'm', 'f')
      and relnamespace::regnamespace::text not in ('amity', 'amity_private', 'pg_catalog')
  ) or not amity_private.can_read_all(source) then
    perform amity_private.refuse(
      'profiles_unsupported', coalesce(source::text, 'no such table or view')
    );
  end if;
  v_type := amity_private.profile_column_type(
    source, key, '{uuid,bigint,integer,smallint,text,varchar,bpchar}',
    'a uuid, a whole number or a text, the key of the attached table of users'
  );
  perform amity_private.profile_column_type(source, name, null, 'a text');
  if picture is not null then
    perform amity_private.profile_column_type(source, picture, null, 'a text, or null for none');
  end if;
  execute format(
    'create or replace view amity_private.host_profiles with (security_invoker = true) as '
    'select %s as person_id, host.%I::text as name, %s::text as picture from %s as host%s',
    case v_type when 'uuid'::regtype then format('host.%I::uuid', key) else 'people.id' end,
    name, coalesce('host.' || quote_ident(picture), 'null'), source,
    case
      when v_type = 'uuid'::regtype then ''
      else format(' join amity.people on host.%I = %s', key, case
        when v_type = 'bpchar'::regtype then 'coalesce(people.host_key, people.id::text)::bpchar'
        when v_type in ('text'::regtype, 'varchar'::regtype)
          then 'coalesce(people.host_key, people.id::text)'
        else 'amity_private.as_bigint(people.host_key)'
      end)
    end
  );
end;
$$;

comment on function amity.attach_profiles(regclass, name, name, name) is
  'Shows names and pictures from a table or view of yours, as it is at each moment: key is its '
  'column with a user''s key, name and picture are texts, and picture can be null. People see the '
  'profiles that can_view_profile() lets them see, whatever the policies of that table are. Calling '
  'it again replaces what was attached. For the owner of the schema. Refuses: profiles_unsupported, '
  'profile_column_unsupported.';
