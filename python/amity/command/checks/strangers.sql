-- Whether a row of the host's table of users is missing in ours, and how many of ours it does not have.
select
  exists (select from only {users} as users where users.{key} is not null and not exists (
    select from amity.people where people.{person}::text = users.{key}::text)
    and not amity_private.is_forgotten(users.{key}::text)),
  (select count(*) from amity.people where people.{person} is not null and not exists (
    select from only {users} as users where users.{key}::text = people.{person}::text))
