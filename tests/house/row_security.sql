-- Every table keeps its rows by row security, and no policy is open to every role.
begin;
select plan(7);

select isnt_empty($$
  select from pg_class where relnamespace = 'amity'::regnamespace and relkind in ('r', 'p')
$$, 'there are tables to look at');

select is_empty($$
  select oid::regclass from pg_class
  where relnamespace in ('amity'::regnamespace, 'amity_private'::regnamespace)
    and relkind in ('r', 'p') and not relrowsecurity
$$, 'row security is on for every table');

select is_empty($$
  select schemaname, tablename, policyname from pg_policies
  where schemaname in ('amity', 'amity_private')
    and (roles = '{}' or roles && '{public,anon}' or not roles <@ '{authenticated,service_role}')
$$, 'a policy is for people or for services, by name');

select is_empty($$
  select schemaname, tablename, policyname from pg_policies
  where schemaname in ('amity', 'amity_private') and permissive <> 'PERMISSIVE'
$$, 'policies add up');

-- Asked bare, the question is asked again for every row that is read. What is written is few rows, and
-- a sub-select costs more than the question: it is planned with each statement.
select is_empty($$
  select schemaname, tablename, policyname
  from pg_policies
  cross join lateral regexp_replace(qual, '\( SELECT amity\.me\(\) AS me\)', '', 'g') as rest
  where schemaname in ('amity', 'amity_private') and rest ~ 'me\('
$$, 'a policy asks who speaks once a statement: (select amity.me())');

select is_empty($$
  select schemaname, tablename, policyname
  from pg_policies
  where schemaname in ('amity', 'amity_private') and roles @> '{authenticated}'
    and (
      (cmd in ('SELECT', 'UPDATE', 'DELETE', 'ALL') and qual !~ 'amity\.me\(\)')
      -- without a check of its own, Postgres asks the same of the new row
      or (cmd in ('INSERT', 'UPDATE', 'ALL') and coalesce(with_check, qual, '') !~ 'amity\.me\(\)')
    )
$$, 'a person is let in by who they are, on the old row and on the new');

select is_empty($$
  select schemaname, tablename, role, command from pg_policies
  cross join unnest(roles) as role cross join unnest('{SELECT,INSERT,UPDATE,DELETE}'::text[]) as command
  where schemaname in ('amity', 'amity_private') and permissive = 'PERMISSIVE' and cmd in (command, 'ALL')
  group by 1, 2, 3, 4 having count(*) > 1
$$, 'one policy opens a table to a role for a command: each more is asked as well');

select * from finish();
rollback;
