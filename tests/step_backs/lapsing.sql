-- superuser
-- Nothing has to run for a step-back to end: what is over is not there, for any reader.
begin;
select plan(18);

-- Ten days pass: as a superuser with triggers off.
create function pg_temp.pass_time() returns void language plpgsql as $$
begin
  perform be_quiet();
  set local session_replication_role = replica;
  update amity.step_backs set since = since - interval '10 days', until = until - interval '10 days' where until is not null;
  update amity_private.step_backs_history set occurred_at = occurred_at - interval '10 days';
  set local session_replication_role = origin;
end
$$;

select person(name) from unnest('{ada,ben,carl}'::text[]) as name;
select speak_as('ada');
select amity.follow(person(name)) from unnest('{ben,carl}'::text[]) as name;
select amity.step_back_from(person('ben'), now() + interval '1 day');
select amity.step_back_from(person('carl'), now() + interval '30 days');
select is(amity.is_stepped_back_from(person('ben')), true, 'it holds');
select pg_temp.pass_time();
select speak_as('ada');
select is(amity.is_stepped_back_from(person('ben')), false, 'and the same moment it does not');
select is(amity.is_stepped_back_from(person('carl')), true, 'while others hold');
select results_eq('select person_id from amity.step_backs', $$values (person('carl'))$$, 'it is not in my list');
select is_empty($$update amity.step_backs set until = null where person_id = person('ben') returning 1$$, 'nor to be changed');
select is_empty($$delete from amity.step_backs where person_id = person('ben') returning 1$$, 'nor to be deleted');
select refused($$select amity.return_to(person('ben'))$$, 'not_stepped_back', 'nor to return from');
select refused($$select amity.change_step_back(person('ben'))$$, 'not_stepped_back', 'nor to say anew');

select be_quiet();
create temp table lapsed as select id, until from amity.step_backs where person_id = person('ben');
grant select on lapsed to authenticated;
select isnt_empty('select from lapsed', 'though nothing has cleared it away');

select speak_as('ada');
select isnt((amity.step_back_from(person('ben'))).id, (select id from lapsed), 'stepping back again is a new one');
select results_eq(
  $$select action::text, occurred_at from amity.step_backs_history where step_back_id = (select id from lapsed)
    order by occurred_at desc limit 1$$,
  $$select 'lapsed', until from lapsed$$, 'the history says that the old one was over at its own moment'
);

-- ben's ends by tidying
select amity.change_step_back(person('ben'), now() + interval '1 day');
select pg_temp.pass_time();
select speak_as_service();
select is(count(*), 2::bigint, 'a service sees what is over') from amity.step_backs;
select is(tidied, 1::bigint, 'tidying clears it away') from amity.tidy() where kind = 'step_backs';
select is(tidied, 0::bigint, 'once') from amity.tidy() where kind = 'step_backs';
select be_quiet();
select results_eq('select person_id from amity.step_backs', $$values (person('carl'))$$, 'and nothing else');
select results_eq(
  $$select action::text, actor_id, cause::text from amity_private.step_backs_history
    where person_id = person('ben') order by entry$$,
  $$values ('stepped_back', person('ada'), 'user'), ('lapsed', person('ada'), 'expiry'),
    ('stepped_back', person('ada'), 'user'), ('lapsed', null::uuid, 'expiry')$$, 'each was over by itself'
);
select is_empty('select * from amity.verify()', 'and the history replays');

select speak_as_service();
select amity.set_setting('history_retention', '0');
select is(tidied, 4::bigint, 'what has ended is forgotten with its time')
from amity.tidy() where kind = 'step_backs';

select * from finish();
rollback;
