-- Counts are for one's own eyes; for others' only where the host says so, and never across a block.
begin;
select * from no_plan();

select person(name) from unnest('{ada,ben,carl}'::text[]) as name;
select speak_as('ben');
select amity.follow(person('ada'));

select results_eq($$select * from amity.counts_of(person('ben'))$$, $$values (0::bigint, 0::bigint, 1::bigint)$$, 'mine are mine to see');
select is_empty($$select * from amity.counts_of(person('ada'))$$, 'others'' are not');

select speak_as_service();
select amity.set_setting('counts_are_public', 'true');
select speak_as('ben');
select results_eq($$select * from amity.counts_of(person('ada'))$$, $$values (0::bigint, 1::bigint, 0::bigint)$$, 'unless the host says so');
select is_empty('select * from amity.counts_of(gen_random_uuid())', 'an unknown id has none');
select is_empty('select * from amity.counts_of(null)', 'and so has null');

select speak_as('ada');
select amity.block(person('ben'));
select is_empty($$select * from amity.counts_of(person('ben'))$$, 'the blocker is not shown any');
select speak_as('ben');
select is_empty($$select * from amity.counts_of(person('ada'))$$, 'and the blocked person finds no row');
select isnt_empty($$select * from amity.counts_of(person('carl'))$$, 'but everybody else');

-- who may do what
select speak_as_anon();
select throws_ok('select * from amity.my_counts()', '42501', null, 'anon has no counts');
select throws_ok('select * from amity.counts_of(null)', '42501', null, 'and sees none');
select speak_as('ada');
select throws_ok('select * from amity_private.tallies', '42501', null, 'people do not read tallies');
select throws_ok('update amity_private.tallies set n = 99', '42501', null, 'nor write them');
select throws_ok('select amity.rebuild_counts()', '42501', null, 'nor rebuild them');
select throws_ok($$select amity_private.add_to_tally(person('ada'), 'followers', 9)$$, '42501', null, 'nor add to them');
select speak_as_service();
select throws_ok('update amity_private.tallies set n = 99', '42501', null, 'a service does not write them either');

select * from finish();
rollback;
