-- Every act holds its pair to the end of the transaction, in a table of locks that the whole server shares. One
-- person's transaction cannot fill it.
begin;
select plan(7);

select speak_as('ada');
select lives_ok(
  'insert into amity.blocks (blocked_id) select gen_random_uuid() from generate_series(1, 100)', 'a hundred at once'
);
select refused('select amity.block(gen_random_uuid())', 'too_much_at_once', 'one more');
select be_quiet();
select set_config('amity.acts_counted', '', true);
select speak_as('ben');
select refused(
  'insert into amity.blocks (blocked_id) select gen_random_uuid() from generate_series(1, 101)', 'too_much_at_once',
  'or more in one statement'
);

select be_quiet();
select set_config('amity.acts_counted', '', true);
select speak_as('dora');
insert into amity.label_types (name) select 'type ' || n from generate_series(1, 50) as n;
insert into amity.circles (name) select 'circle ' || n from generate_series(1, 50) as n;
select refused($$insert into amity.label_types (name) values ('one more')$$, 'too_much_at_once', 'types of label count');
select refused($$insert into amity.circles (name) values ('one more')$$, 'too_much_at_once', 'and circles');
select be_quiet();
select set_config('amity.acts_counted', '', true);

select speak_as_service();
insert into amity.people (id) select gen_random_uuid() from generate_series(1, 101);
select lives_ok(
  $$insert into amity.blocks (blocker_id, blocked_id) select id, person('ada') from amity.people where id <> person('ada')$$,
  'a service knows what it does'
);
select speak_as('carl');
select lives_ok(
  'insert into amity.blocks (blocked_id) select gen_random_uuid() from generate_series(1, 100)',
  'and what it did in the same transaction does not count towards the hundred of a person'
);

select * from finish();
rollback;
