-- The past, for the people who were in it.
begin;
select * from no_plan();

select person(name) from unnest('{ada,ben,carl,dora}'::text[]) as name;
select speak_as('ada');
select amity.request_connection(person('ben'));
select speak_as('ben');
select amity.accept_connection(person('ada'));
select amity.request_connection(person('carl'));
select amity.request_connection(person('dora'));
select speak_as('carl');
select amity.request_connection(person('ben'));
select speak_as('ben');
select amity.remove_connection(person('ada'));
select speak_as('carl');
select amity.block(person('ben'));

-- one day after the other, in the order of their entries
select be_quiet();
update amity_private.connections_history as h set occurred_at = timestamptz '2024-01-01' + n * interval '1 day'
from (select entry, row_number() over (order by entry) as n from amity_private.connections_history) as days where days.entry = h.entry;

create function pg_temp.known(name text, day timestamptz) returns text language sql
return (select string_agg(case person_id when md5('person:ada')::uuid then 'ada' when md5('person:ben')::uuid then 'ben' else 'carl' end,
  ' ' order by since desc) from amity.connections_at(md5('person:' || name)::uuid, day));

-- 2 ada asks, 3 ben accepts, 4 ben asks carl, 5 ben asks dora, 6 carl crosses, 7 ben removes ada, 8 carl blocks ben
select speak_as_service();
select results_eq($$select pg_temp.known('ben', day) from generate_series('2024-01-01', '2024-01-09', interval '1 day') as day$$,
  $$values (null), (null), ('ada'), ('ada'), ('ada'), ('carl ada'), ('carl'), (null), (null)$$, 'a service sees everybody''s');
select results_eq($$select since from amity.connections_at(person('ada'), '2024-01-05')$$, $$values (timestamptz '2024-01-03')$$, 'and since when');
select speak_as('ben');
select results_eq($$select pg_temp.known('ben', day) from generate_series('2024-01-03', '2024-01-08', interval '1 day') as day$$,
  $$values ('ada'), ('ada'), ('ada'), ('carl ada'), ('carl'), (null)$$, 'a person sees their own');
select is(pg_temp.known('carl', '2024-01-06'), 'ben', 'of others, what they had with me');
select speak_as('ada');
select is(pg_temp.known('ben', '2024-01-06'), 'ada', 'and not what they had with others');
select is(pg_temp.known('carl', '2024-01-06'), null, 'none of it');
select is_empty($$select * from amity.connections_at(null, now())$$, 'null had no connections');
select is_empty($$select * from amity.connections_at(person('ben'), null)$$, 'and never is no moment');
select speak_as_anon();
select throws_ok($$select * from amity.connections_at(null, null)$$, '42501', null, 'anon has no past');

select * from finish();
rollback;
