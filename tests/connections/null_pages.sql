-- A page of null rows is a page of the usual size, not an empty one: clients send null for what is not set.
begin;
select plan(1);

select person(name) from unnest('{ada,ben,carl}'::text[]) as name;
select speak_as_service();
insert into amity.connections (requester_id, recipient_id, status)
select person(name), person('carl'), 'accepted' from unnest('{ada,ben}'::text[]) as name;

select speak_as('ada');
select results_eq(
  $$select person_id from amity.mutual_connections(person('ben'), null, null)$$,
  $$values (person('carl'))$$, 'mutual_connections'
);

select * from finish();
rollback;
