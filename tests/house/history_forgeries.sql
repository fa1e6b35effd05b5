-- superuser
-- Only the owner of the schema writes a history: no other role by right, and none by a grant too many.
begin;
select * from no_plan();

create temporary table histories as
select 'amity_private.' || relname as name, 'amity.' || relname as shown from pg_class
where relnamespace = 'amity_private'::regnamespace and relkind in ('r', 'p') and relname ~ '_history$';

create temporary table forgeries (forgery text);
insert into forgeries values
  ('insert into %s default values'), ('update %s set action = action'),
  ('delete from %s'), ('truncate %s');

-- granted everything, and held back by no policy: what a careless host makes of its service
create role forger bypassrls in role service_role;
do $$ begin execute (select string_agg(format('grant all on %s to forger;', name), ' ') from histories); end $$;
grant select on histories, forgeries to public;

select speak_as('ada');
select amity.block(tap.person('ben'));

select speak_as('ada');
select throws_ok(format(forgery, name), '42501', null, 'a person: ' || format(forgery, name))
from histories cross join forgeries;
select refused(format(forgery, shown), 'not_writable', 'a person: ' || format(forgery, shown))
from histories cross join forgeries
where forgery not like 'truncate%' and has_table_privilege(shown, 'select');

select speak_as_service();
select throws_ok(format(forgery, name), '42501', null, 'a service: ' || format(forgery, name))
from histories cross join forgeries;

select be_quiet();
set local role forger;
select refused(format(forgery, name), 'history_is_final', 'who was granted everything: ' || format(forgery, name))
from histories cross join forgeries;

select * from finish();
rollback;
