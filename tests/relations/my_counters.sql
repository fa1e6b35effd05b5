-- Every count that a navigation bar shows, in one call; and a further kind adds its own.
begin;
select plan(7);

select person(name) from unnest('{ada,ben,carl}'::text[]) as name;
select speak_as('ben');
select amity.request_connection(person('ada')), amity.follow(person('ada'));
select speak_as('ada');
select amity.request_connection(person('carl'));
select speak_as('ada');
select ok(
  amity.my_counters() @> '{"connections": 0, "followers": 1, "following": 0, "pending_received": 1, "pending_sent": 1}', 'everything at once'
);
select amity.accept_connection(person('ben'));
select ok(amity.my_counters() @> '{"connections": 1, "pending_received": 0}', 'as it stands now');

select be_quiet();
create function amity_private.my_count_cookies() returns bigint language sql return 42;
select speak_as('ada');
select is(amity.my_counters() ->> 'cookies', '42', 'a kind that brings a count is found by its name');
-- what the host calls so is none of ours
select be_quiet();
create function public.my_count_x() returns bigint language sql return 1;
create function amity_private.my_count_words() returns text language sql return 'many';
create function amity_private.my_count_pages(size integer) returns bigint language sql return 1;
create procedure amity_private.my_count_again() language sql as 'select 1';
select speak_as('ada');
select is(amity.my_counters() ->> 'cookies', '42', 'a function of the host that is called so takes nothing down');
select is(amity.my_counters() ?| '{x,words,pages,again}', false, 'nor is it counted');
select results_eq(
  $$select amity.my_counters() -> key from unnest('{connections,followers,following,pending_received,pending_sent}'::text[]) as key$$,
  $$select to_jsonb(n) from amity.my_counts() as c, unnest(array[c.connections, c.followers, c.following, c.pending_received, c.pending_sent]) as n$$,
  'the same as amity.my_counts()'
);
select speak_as_anon();
select throws_ok('select amity.my_counters()', '42501', null, 'anon has none');

select * from finish();
rollback;
