-- What the tables of the foundation hold by themselves.
begin;
select * from no_plan();

select col_not_null(nsp, tab, col, format('%s.%s is always given', tab, col))
from (values
  ('amity', 'people', '{id,joined_at}'), ('amity', 'settings', '{name,type,description}'),
  ('amity_private', 'refusals', '{slug,status,message,hint}'), ('amity_private', 'attachments', '{host_table,key_column}'),
  ('amity_private', 'migrations', '{id,checksum,applied_at}')
) as tables (nsp, tab, cols) cross join unnest(cols::name[]) as col;

create temporary table cases (statement text, state text, why text);
insert into cases values
  ('insert into amity.people (host_key) values (''x''), (''x'')', '23505', 'two people do not have one key'),
  ('insert into amity_private.attachments (host_table, key_column) values (''amity.people'', ''id''), (''amity.settings'', ''name'')', '23505', 'one table is attached at most'),
  ('insert into amity_private.refusals values (''Not Snake'', 400, ''A'', ''B.'')', '23514', 'a slug is snake_case'),
  ('insert into amity_private.refusals values (''too_fine'', 200, ''A'', ''B.'')', '23514', 'a refusal is an error'),
  ('insert into amity_private.refusals values (''our_fault'', 500, ''A'', ''B.'')', '23514', 'of the client'),
  ('insert into amity_private.refusals values (''not_yours'', 400, ''A'', ''B.'')', '23505', 'a slug is one refusal');
select throws_ok(statement, state, null, why) from cases;

alter table amity.settings disable trigger user;
select throws_ok('update amity.settings set value = null where type = ' || quote_literal(type), '23514', null, type || ' stands somewhere')
from unnest(array['boolean', 'choice']) as type;
select lives_ok('update amity.settings set value = null where type = ' || quote_literal(type), type || ' may be absent')
from unnest(array['integer', 'interval']) as type;

select * from finish();
rollback;
