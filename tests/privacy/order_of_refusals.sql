-- Every act towards another person is refused in one order, in which nothing is looked at for a caller who may not know it.
begin;
create temp table acts as
select tgrelid::regclass as ties, parts[1] as act, parts[2] as actor, parts[3] as other
from pg_trigger join pg_proc on pg_proc.oid = tgfoid
cross join lateral regexp_match(prosrc, '(?:open|begin)_act\(\s*''([a-z_]+)'', new\.(\w+), new\.(\w+)') as parts
where parts is not null;
-- ben blocked ada; ada blocked carl; ada and dora blocked each other; the last id is unknown
select person(name) from unnest('{ada,ben,carl,dora,emil}'::text[]) as name;
select speak_as('ben');
select amity.block(person('ada'));
select speak_as('dora');
select amity.block(person('ada'));
select speak_as('ada');
select amity.block(person) from unnest(array[person('carl'), person('dora')]) as person;
select be_quiet();

create temp table faults (place integer, fault text, actor uuid, other uuid, slug text, of_a_block boolean, switched_off boolean);
insert into faults values
  (1, 'no actor', null, person('ben'), 'person_not_found', true, true),
  (2, 'no other', person('emil'), null, 'person_not_found', true, true),
  (3, 'in the name of another, towards oneself', person('ben'), person('ben'), 'not_yours', true, true),
  (4, 'in the name of another, who blocked me', person('ben'), person('carl'), 'not_yours', true, true),
  (5, 'towards oneself', person('ada'), person('ada'), 'self_%s', true, true),
  (6, 'switched off, towards who blocked me', person('ada'), person('ben'), '%ss_disabled', true, true),
  (7, 'switched off, towards a person I blocked', person('ada'), person('carl'), '%ss_disabled', true, true),
  (8, 'towards a person I blocked', person('ada'), person('carl'), 'blocked', false, false),
  (9, 'towards a person I blocked, who blocked me', person('ada'), person('dora'), 'blocked', false, false),
  (10, 'towards who blocked me', person('ada'), person('ben'), 'person_not_found', false, false),
  (11, 'towards an unknown id', person('ada'), gen_random_uuid(), 'person_not_found', false, false);

create temp table cases as
select format('%s: %s', ties, fault) as what, place, switched_off, format(slug, act) as slug,
  format('insert into %s (%I, %I) values (%L, %L)', ties, acts.actor, acts.other, faults.actor, faults.other) as statement
from acts cross join faults
-- a block is not refused because of a block; and some acts have no switch
where (act <> 'block' or of_a_block)
  and (slug <> '%ss_disabled' or exists (select from amity.settings where name = format('%ss_enabled', act)));
grant select on cases to public;

select plan((2 + count(*))::integer) from cases;
select set_has(
  'select act from acts', 'select unnest(''{connection,follow,block,step_back,dismissal,label}''::text[])', 'every act is found'
);
select is_empty($$
  select oid::regprocedure from pg_proc
  where pronamespace = 'amity_private'::regnamespace and prosrc ~ 'hold_pair\(' and prosrc !~ 'open_act\('
    -- an invitation into a circle asks first whether who invites is an admin of it
    and proname not in ('refuse_invitation', 'hold_pair')
$$, 'nothing holds a pair that did not open as an act');

update amity.settings set value = 'false' where name like '%\_enabled';
select speak_as('ada');
select refused(statement, slug, what) from cases where switched_off order by what, place;
select be_quiet();
update amity.settings set value = 'true' where name like '%\_enabled';
select speak_as('ada');
select refused(statement, slug, what) from cases where not switched_off order by what, place;

select * from finish();
rollback;
