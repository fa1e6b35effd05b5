-- A delete withdraws, declines or ends, as one from amity.connections does; the step-back goes along.
begin;
select plan(8);

select person(name) from unnest('{ada,ben,carl,dora}'::text[]) as name;
select speak_as('ada');
insert into amity.friendships (addressee_id) select person(name) from unnest('{ben,carl,dora}'::text[]) as name;
select speak_as('ben');
update amity.friendships set status = 'accepted';
update amity.friendships set stepped_back_by = amity.me(), stepped_back_reason = 'tired';

select speak_as('zoe');
select is_empty('delete from amity.friendships returning id', 'a third person deletes nothing');
select speak_as('ben');
select results_eq(
  $$with pgrst_source as (delete from amity.friendships where requester_id = person('ada') returning *)
    select requester_id, status::text, stepped_back_by, stepped_back_reason from pgrst_source$$,
  $$values (person('ada'), 'accepted', person('ben'), 'tired')$$, 'a friendship: the row as it was'
);
select is(amity.is_stepped_back_from(person('ada')), false, 'the step-back has ended');
select speak_as('ada');
select results_eq(
  $$delete from amity.friendships where addressee_id = person('carl') returning status::text$$, $$values ('pending')$$,
  'my request'
);
select speak_as('dora');
select results_eq('delete from amity.friendships returning status::text', $$values ('pending')$$, 'a request to me');

select be_quiet();
select is_empty('select from amity.connections', 'nothing stands');
select set_eq(
  $$select recipient_id, action::text from amity_private.connections_history where action not in ('requested', 'accepted')$$,
  $$values (person('ben'), 'removed'), (person('carl'), 'cancelled'), (person('dora'), 'rejected')$$, 'each ended in its way'
);
select is_empty('select * from amity.verify()', 'and the history replays');

select * from finish();
rollback;
