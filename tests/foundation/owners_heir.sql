-- superuser
-- Who has the rights of the owner of the schema is a service, without service_role.
begin;
select plan(2);

create role heir;
grant usage on schema amity_private, amity, tap to heir;
select lives_ok(format('grant %I to heir', amity_private.owner()), 'a role that inherits from the owner');
grant execute on function amity_private.is_service() to heir;
set local role heir;
select is((pg_has_role('service_role', 'usage'), amity_private.is_service())::text, '(f,t)', 'is a service');

select * from finish();
rollback;
