-- In every spelling that a cast takes: hyphens after each four digits or not, braces or not.
-- The uuid that a text is, or null.
create or replace function amity_private.as_uuid(key text) returns uuid
language sql immutable parallel safe
return case
  when key ~* '^(([0-9a-f]{4}-?){7}[0-9a-f]{4}|\{([0-9a-f]{4}-?){7}[0-9a-f]{4}\})$' then key::uuid
end;

-- The person behind a host's key. One function for every type of key: PostgREST could not choose
-- among several of this name.
create or replace function amity.person_of(key text) returns uuid
language sql stable
set search_path = pg_catalog, pg_temp
return coalesce(
  (select people.id from amity.people where people.host_key = key),
  (
    select people.id from amity.people
    where people.host_key is null and people.id = (select amity_private.as_uuid(key))
  )
);

grant execute on function amity_private.as_uuid(text) to service_role;
grant execute on function amity.person_of(text) to service_role;
comment on function amity.person_of(text) is
  'The person whose key in the host''s table of users, as text, is this; or null. For services.';
