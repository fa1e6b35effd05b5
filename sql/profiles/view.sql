{% from 'foundation/table.macro' import refuse_writes %}
-- A client could read who is on the site, and by two accounts who blocked it, from a list of
-- all people. So this is a list of mine; about any other person, amity.profiles_of() is asked.

-- Whose profiles I list: my own, and those of my connections and of the people I follow. A service
-- lists all people.
create or replace function amity_private.people_i_list() returns setof uuid
language plpgsql stable parallel safe security definer  -- row security has nothing to add
set search_path = pg_catalog, pg_temp
as $$
declare
  v_me constant uuid := amity.me();
begin
  if v_me is null and amity_private.is_service_caller() then
    return query select id from amity.people;
  else
    return query
    select v_me
    union
    select known.id from amity_private.connected_people(v_me) as known (id)
    union
    select followed_id from amity.follows where follower_id = v_me;
  end if;
end;
$$;

grant execute on function amity_private.people_i_list() to authenticated, service_role;

create or replace view amity.profiles with (security_invoker = true) as
select (found.profile).person_id, (found.profile).name, (found.profile).picture
from amity_private.people_i_list() as listed (id)
-- `offset 0`: asked once a person, not once a column
cross join lateral (select amity_private.profile_of(listed.id) as profile offset 0) as found
where (found.profile).person_id is not null;

grant select on amity.profiles to authenticated, service_role;
{{ refuse_writes('amity.profiles', 'Write to the table that the site attached') }}
comment on view amity.profiles is
  'Names and pictures, from the table that the host attached: mine, and those of my connections '
  'and of the people I follow. Ask amity.profiles_of() about others, or embed them where they are '
  'named, as in connections?select=*,recipient(*).';
comment on column amity.profiles.person_id is 'The person.';
comment on column amity.profiles.name is 'What the host calls them.';
comment on column amity.profiles.picture is 'The address of their picture.';
