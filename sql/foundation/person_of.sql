-- In every spelling that a cast takes: hyphens after each four digits or not, braces or not.
-- The uuid that a text is, or null.
create or replace function amity_private.as_uuid(key text) returns uuid
language sql immutable parallel safe
return case
  when key ~* '^(([0-9a-f]{4}-?){7}[0-9a-f]{4}|\{([0-9a-f]{4}-?){7}[0-9a-f]{4}\})$' then key::uuid
end;

-- The person behind a host's key, for each type of key that a host may have.
create or replace function amity.person_of(key text) returns uuid
language sql stable
return coalesce(
  (select people.id from amity.people where people.host_key = key),
  (
    select people.id from amity.people
    where people.host_key is null and people.id = (select amity_private.as_uuid(key))
  )
);

create or replace function amity.person_of(key bigint) returns uuid
language sql stable
return (select people.id from amity.people where people.host_key = key::text);

create or replace function amity.person_of(key uuid) returns uuid
language sql stable
return (select people.id from amity.people where people.id = key);

grant execute on function amity_private.as_uuid(text) to service_role;
grant execute on function amity.person_of(text) to service_role;
grant execute on function amity.person_of(bigint) to service_role;
grant execute on function amity.person_of(uuid) to service_role;
comment on function amity.person_of(text) is
  'The person with that key in the host''s table of users, or null. For services.';
comment on function amity.person_of(bigint) is
  'The person with that key in the host''s table of users, or null. For services.';
comment on function amity.person_of(uuid) is
  'The person with that key in the host''s table of users, or null. For services.';
