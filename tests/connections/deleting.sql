-- Deleting: what it means depends on what stands, and on who does it.
begin;
select plan(6);

select person('ada');
select speak_as('ada');
insert into amity.connections (recipient_id)
select person(name) from unnest('{ben,carl,dora,eve}'::text[]) as name;
select speak_as('dora');
select amity.accept_connection(person('ada'));
select speak_as('eve');
select amity.accept_connection(person('ada'));

select speak_as('zoe');
select is_empty('delete from amity.connections returning id', 'a third person deletes nothing');

select speak_as('ben');
select results_eq(
  'delete from amity.connections returning requester_id, status::text', $$values (person('ada'), 'pending')$$,
  'the recipient deletes a request; without a condition it is theirs alone'
);
select speak_as('eve');
select results_eq(
  $$delete from amity.connections where requester_id = person('ada') returning status::text$$, $$values ('accepted')$$,
  'the recipient deletes a connection'
);
select speak_as('ada');
select results_eq(
  $$with gone as (delete from amity.connections returning recipient_id, status)
    select recipient_id, status::text from gone order by gone.status$$,
  $$values (person('carl'), 'pending'), (person('dora'), 'accepted')$$,
  'the requester deletes a request and a connection'
);

select be_quiet();
select is_empty('select from amity.connections', 'nothing stands');
select set_eq(
  $$select requester_id, recipient_id, action::text, actor_id, cause::text from amity_private.connections_history
    where action not in ('requested', 'accepted')$$,
  $$values
    (person('ada'), person('ben'), 'rejected', person('ben'), 'user'),
    (person('ada'), person('carl'), 'cancelled', person('ada'), 'user'),
    (person('ada'), person('dora'), 'removed', person('ada'), 'user'),
    (person('ada'), person('eve'), 'removed', person('eve'), 'user')$$,
  'rejected by the recipient, cancelled by the requester, removed by either'
);

select * from finish();
rollback;
