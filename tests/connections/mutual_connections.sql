-- mutual_connections: the people a person and I are both connected with, a page at a time.
begin;
select plan(25);

-- ada and ben both know 1 to 5; only ada knows 6, only ben knows 7, and each waits for the other's; both wait for 8
select person(name) from unnest('{ada,ben,carl}'::text[]) as name;
select speak_as_service();
insert into amity.connections (requester_id, recipient_id, status)
select person(name), person('friend ' || n), 'accepted'
from (values
  ('ada', 1), ('ada', 2), ('ada', 3), ('ben', 1), ('ben', 2), ('ben', 4), ('ada', 6), ('ben', 7)
) as ties (name, n);
insert into amity.connections (requester_id, recipient_id, status)
select person('friend ' || n), person(name), 'accepted'
from (values ('ada', 4), ('ada', 5), ('ben', 3), ('ben', 5)) as ties (name, n);
insert into amity.connections (requester_id, recipient_id)
select person(name), person('friend ' || n)
from (values ('ada', 7), ('ben', 6), ('ada', 8), ('ben', 8)) as requests (name, n);
create temp table mutual as
  select person_id, row_number() over (order by person_id) as n
  from (select person('friend ' || n) as person_id from generate_series(1, 5) as n) as friends;
grant select on mutual to authenticated;

select speak_as('ada');
select results_eq(
  $$select person_id from amity.mutual_connections(person('ben'))$$, 'select person_id from mutual order by n',
  'the people both are connected with, whichever of the two asked, by id'
);
select is(amity.mutual_connections_count(person('ben')), 5::bigint, 'counted');
select speak_as('ben');
select results_eq(
  $$select person_id from amity.mutual_connections(person('ada'))$$, 'select person_id from mutual order by n',
  'the other sees the same'
);
select is(amity.mutual_connections_count(person('ada')), 5::bigint, 'and counts the same');

-- whether the two are connected themselves makes no difference
select amity.request_connection(person('ada'));
select speak_as('ada');
select amity.accept_connection(person('ben'));
select is(amity.mutual_connections_count(person('ben')), 5::bigint, 'connected, neither is mutual to both');

-- pages
select results_eq(
  format(
    $$select person_id from amity.mutual_connections(person('ben'), %s, (select person_id from mutual where n = %s))$$,
    max_rows, after
  ),
  format('select person_id from mutual where n between %s and %s order by n', first, last),
  format('at most %s after the %s.', max_rows, after)
)
from (values
  (2, 0, 1, 2), (2, 2, 3, 4), (2, 4, 5, 5), (2, 5, 1, 0), (0, 0, 1, 0), (-1, 0, 1, 0), (2147483647, 0, 1, 5)
) as pages (max_rows, after, first, last);

-- at most a thousand, fifty unless told
select speak_as_service();
insert into amity.connections (requester_id, recipient_id, status)
select person(name), id, 'accepted'
from unnest('{carl,dora}'::text[]) as name,
  (select person('member ' || n) as id from generate_series(1, 1001) as n offset 0) as members;
select speak_as('carl');
select is(
  (select count(*) from amity.mutual_connections(person('dora'), 1001)), 1000::bigint, 'at most a thousand'
);
select is((select count(*) from amity.mutual_connections(person('dora'))), 50::bigint, 'fifty unless told');
select is(amity.mutual_connections_count(person('dora')), 1001::bigint, 'but all are counted');

-- about an unknown id there is nothing to know
select speak_as('ada');
select is_empty(format(template, id), format(template, who))
from (values
  (gen_random_uuid(), 'an unknown id'), (person('ada'), 'myself'), (person('carl'), 'a person without any')
) as cases (id, who)
cross join unnest(array[
  'select amity.mutual_connections(%L)',
  'select where amity.mutual_connections_count(%L) <> 0'
]) as template;

-- nor across a block
select speak_as('ben');
select amity.block(person('ada'));
select is_empty($$select amity.mutual_connections(person('ada'))$$, 'none with a person I blocked');
select is(amity.mutual_connections_count(person('ada')), 0::bigint, 'none counted');
select speak_as('ada');
select is_empty($$select amity.mutual_connections(person('ben'))$$, 'none with a person who blocked me');
select is(amity.mutual_connections_count(person('ben')), 0::bigint, 'none counted');

select * from finish();
rollback;
