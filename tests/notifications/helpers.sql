-- Who was told what, of the people in the tests: 'ben request_received ada', the oldest first. Any speaker sees all of it.
create function tap.told() returns text[]
language sql volatile security definer
return (
  with people (id, name) as (
    select md5('person:' || name)::uuid, name from unnest('{ada,ben,carl,dora,emil}'::text[]) as name
  )
  select coalesce(array_agg(concat_ws(' ', person.name, kind, actor.name) order by notifications.id), '{}')
  from amity.notifications
  join people as person on person.id = person_id
  left join people as actor on actor.id = actor_id
);

-- The same as the caller reads it.
create function tap.read_of(kinds text default '%') returns text[]
language sql volatile
return (
  select coalesce(array_agg(kind || case when read_at is null then '' else ' read' end order by id), '{}')
  from amity.notifications where kind::text like kinds
);

grant execute on function tap.told(), tap.read_of(text) to public;
