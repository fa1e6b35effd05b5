-- The roles of clients carry no power of their own.
begin;
select plan(4);

select results_eq(
  $$select rolname::text collate "default" from pg_roles where rolname in ('anon', 'authenticated', 'service_role') order by 1$$,
  $$values ('anon'), ('authenticated'), ('service_role')$$, 'there are three'
);
-- some hosts let a service bypass row security: Supabase does
select is_empty($$
  select rolname from pg_roles
  where rolname in ('anon', 'authenticated', 'service_role')
    and (rolcanlogin or rolsuper or rolcreatedb or rolcreaterole or rolreplication
      or (rolbypassrls and rolname <> 'service_role'))
$$, 'they can neither log in nor do anything special');
select is_empty($$
  select from pg_auth_members
  where member in (select oid from pg_roles where rolname in ('anon', 'authenticated', 'service_role'))
$$, 'and are no other role');
select is_empty($$
  select oid::regclass from pg_class
  where relowner in (select oid from pg_roles where rolname in ('anon', 'authenticated', 'service_role'))
    and relnamespace in ('amity'::regnamespace, 'amity_private'::regnamespace)
$$, 'they own nothing of ours');

select * from finish();
rollback;
