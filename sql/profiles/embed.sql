-- A function whose one parameter is a row of a table is a relationship to PostgREST:
-- connections?select=*,recipient(*). It is inlined into the query, which then asks for the profile
-- of each row that it returns, and of no other. Its parameter is named as the table, since generators
-- of client types tell functions of one name by that.

-- The profile of that person, as a row of amity.profiles, or none. Inlined.
create or replace function amity_private.embedded_profile(person uuid)
returns setof amity.profiles rows 1
language sql stable
begin atomic
  select (found.profile).person_id, (found.profile).name, (found.profile).picture
  from (select amity_private.profile_of(person) as profile offset 0) as found
  where (found.profile).person_id is not null;
end;

grant execute on function amity_private.embedded_profile(uuid) to authenticated, service_role;

{% for relation, name, column in [
  ('connections', 'requester', 'requester_id'),
  ('connections', 'recipient', 'recipient_id'),
  ('connection_requests', 'requester', 'requester_id'),
  ('connection_requests', 'recipient', 'recipient_id'),
  ('my_connections', 'person', 'person_id'),
  ('follows', 'follower', 'follower_id'),
  ('follows', 'followed', 'followed_id'),
  ('circle_members', 'person', 'person_id'),
  ('notifications', 'actor', 'actor_id')
] %}
create or replace function amity.{{ name }}({{ relation }} amity.{{ relation }})
returns setof amity.profiles rows 1
language sql stable
begin atomic
  select embedded.* from amity_private.embedded_profile({{ relation }}.{{ column }}) as embedded;
end;

grant execute on function amity.{{ name }}(amity.{{ relation }}) to authenticated, service_role;
comment on function amity.{{ name }}(amity.{{ relation }}) is
  'The profile of the {{ name }}, to embed: {{ relation }}?select=*,{{ name }}(*).';

{% endfor %}
