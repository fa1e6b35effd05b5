-- superuser
-- The stepped_back columns: each person finds themselves in them, and writes them for themselves.
begin;
select plan(21);

select person(name) from unnest('{ada,ben}'::text[]) as name;
select speak_as('ada');
insert into amity.friendships (addressee_id) values (person('ben'));
select refused('update amity.friendships set stepped_back_by = amity.me()', 'no_tie', 'not from a person I only asked');
select speak_as('ben');
update amity.friendships set status = 'accepted';

-- the requester, as a client of that table does
select speak_as('ada');
select results_eq(
  $$with pgrst_source as (
      update amity.friendships
      set stepped_back_by = person('ada'), stepped_back_at = '2020-01-01',
        stepped_back_until = now() + interval '1 day', stepped_back_reason = 'tired'
      where id = (select id from amity.connections) returning *
    )
    select status::text, stepped_back_by, stepped_back_at > '2020-01-01', stepped_back_until = now() + interval '1 day',
      stepped_back_reason from pgrst_source$$,
  $$values ('accepted', person('ada'), true, true, 'tired')$$, 'stepped back, since when it happened'
);
select results_eq(
  'select stepped_back_by, stepped_back_at, stepped_back_until, stepped_back_reason from amity.friendships',
  'select owner_id, since, until, reason from amity.step_backs', 'it is a step-back'
);
select is(amity.is_stepped_back_from(person('ben')), true, 'of mine');

-- the addressee sees none of it, and steps back as well
select speak_as('ben');
select results_eq(
  'select stepped_back_by, stepped_back_at, stepped_back_until, stepped_back_reason from amity.friendships',
  'values (null::uuid, null::timestamptz, null::timestamptz, null::text)', 'the other person sees nothing'
);
select is_empty('select from amity.friendships where stepped_back_by is not null', 'and finds nothing');
select is_empty(
  $$update amity.friendships set stepped_back_reason = 'hers?' where stepped_back_by = person('ada') returning 1$$, 'nor changes it'
);
select results_eq(
  'update amity.friendships set stepped_back_by = null, stepped_back_at = null, stepped_back_until = null, '
  'stepped_back_reason = null returning stepped_back_by', 'values (null::uuid)', 'to return from where I am says nothing'
);
select refused($$update amity.friendships set stepped_back_by = person('ada')$$, 'not_yours', 'a person cannot step back for another');
select results_eq(
  'update amity.friendships set stepped_back_by = amity.me() returning stepped_back_by, stepped_back_until',
  $$values (person('ben'), null::timestamptz)$$, 'both may, at once'
);

-- said anew, by what changes
select speak_as('ada');
select results_eq(
  $$update amity.friendships set stepped_back_until = null where stepped_back_by = amity.me()
    returning stepped_back_until, stepped_back_reason$$,
  $$values (null::timestamptz, 'tired')$$, 'until I return'
);
select results_eq(
  $$update amity.friendships set stepped_back_by = amity.me(), stepped_back_until = now() + interval '2 days', stepped_back_reason = null
    returning stepped_back_until = now() + interval '2 days', stepped_back_reason$$,
  $$values (true, null::text)$$, 'all of it once more'
);
select refused(format('update amity.friendships set %s', set), slug, slug)
from (values
  ('stepped_back_until = now() - interval ''1 s''', 'until_passed'),
  ('stepped_back_reason = repeat(''x'', 501)', 'text_too_long'),
  ('stepped_back_by = requester_id, addressee_id = requester_id', 'pair_is_fixed')
) as cases (set, slug);

-- a row written back as it was says nothing
select be_quiet();
create temp table place as select ctid as place from amity.step_backs;
select speak_as('ada');
update amity.friendships set stepped_back_by = amity.me(), stepped_back_until = stepped_back_until, status = status;
select be_quiet();
select results_eq('select ctid from amity.step_backs', 'select place from place', 'what did not change was not written');

-- over by itself: as if it had never been
set local session_replication_role = replica;
update amity.step_backs set since = now() - interval '2 days', until = now() - interval '1 day' where owner_id = person('ada');
set local session_replication_role = origin;
select speak_as('ada');
select results_eq(
  'select stepped_back_by, stepped_back_until from amity.friendships', 'values (null::uuid, null::timestamptz)', 'over by itself'
);
select results_eq(
  'update amity.friendships set stepped_back_by = amity.me() returning stepped_back_by, stepped_back_until',
  $$values (person('ada'), null::timestamptz)$$, 'and to be begun again'
);

-- returning; and ben's is still his
select results_eq(
  $$update amity.friendships set stepped_back_by = null, stepped_back_at = null, stepped_back_until = null, stepped_back_reason = null
    where stepped_back_by = amity.me() returning stepped_back_by, stepped_back_at$$,
  'values (null::uuid, null::timestamptz)', 'returned'
);
select is(amity.is_stepped_back_from(person('ben')), false, 'I am back');
select speak_as('ben');
select is(amity.is_stepped_back_from(person('ada')), true, 'which is nothing to the other person');

select * from finish();
rollback;
