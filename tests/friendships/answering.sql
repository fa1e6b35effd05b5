-- superuser
-- An update of status answers, by the addressee alone; a declined request is returned once and leaves.
begin;
select plan(24);

select person(name) from unnest('{ada,ben,carl,dora}'::text[]) as name;
select speak_as('ada');
insert into amity.friendships (addressee_id) select person(name) from unnest('{ben,carl,dora}'::text[]) as name;

select refused(format('update amity.friendships set status = %L', status), 'not_recipient', 'the requester: ' || status)
from unnest('{accepted,declined}'::text[]) as status;

select speak_as('ben');
select results_eq(
  $$with pgrst_source as (
      update amity.friendships set status = 'accepted', responded_at = '2020-01-01'
      where requester_id = person('ada') and addressee_id = person('ben') returning *
    )
    select requester_id, status::text, responded_at > created_at from pgrst_source$$,
  $$values (person('ada'), 'accepted', true)$$, 'accepted, at the moment that it is'
);
select results_eq(
  'select status::text, responded_at from amity.friendships',
  'select status::text, responded_at from amity.connections', 'and stands'
);
select results_eq(
  $$update amity.friendships set status = 'accepted' returning status::text$$, $$values ('accepted')$$,
  'accepting twice says nothing new'
);
select results_eq(
  $$update amity.friendships set responded_at = '2020-01-01', created_at = '2020-01-01'
    returning responded_at > created_at and created_at > '2020-01-01'$$, 'values (true)', 'and dates stay what they are'
);
select refused(format('update amity.friendships set status = %L', status), 'not_pending', status || ' is too late')
from unnest('{pending,declined}'::text[]) as status;
select refused('update amity.friendships set status = null', 'status_invalid', 'nothing at all is no answer');
select refused($$update amity.friendships set status = 'friend'$$, 'status_invalid', 'a word that is no status, of a friendship');

select speak_as('carl');
select refused(format('update amity.friendships set status = %L', status), 'status_invalid', status || ' is no status, of a request')
from unnest('{friend,""}'::text[]) as status;
select refused($$update amity.friendships set status = 'canceled'$$, 'not_requester', 'a request is canceled by its requester alone');
select results_eq(
  $$update amity.friendships set status = 'declined' returning requester_id, addressee_id, status::text, responded_at is not null$$,
  $$values (person('ada'), person('carl'), 'declined', true)$$, 'declined: the row comes back once'
);
select is_empty('select from amity.friendships', 'and is gone');
select results_eq(
  $$select action::text from amity.connections_history where action <> 'requested'$$, $$values ('rejected')$$, 'into the history'
);
select is_empty($$update amity.friendships set status = 'accepted' returning 1$$, 'where no update finds it again');

-- a request that can be answered no more is not there
select speak_as_service();
select amity.set_setting('request_ttl', '1 s');
select be_quiet();
set local session_replication_role = replica;
update amity.connections set requested_at = now() - interval '1 minute' where recipient_id = person('dora');
set local session_replication_role = origin;
select speak_as('dora');
select is_empty('select from amity.friendships', 'an expired request is not there');
select is_empty($$update amity.friendships set status = 'accepted' returning 1$$, 'nor to be accepted');

select speak_as_service();
select amity.set_setting('request_ttl', null);
select speak_as('ada');
select results_eq(
  $$update amity.friendships set status = 'canceled' where addressee_id = person('dora') returning status, responded_at$$,
  $$values ('canceled', null::timestamptz)$$, 'canceled: the row comes back once'
);
select is_empty('select from amity.friendships where addressee_id = person(''dora'')', 'and is gone');

select speak_as('ben');
select refused(format('update amity.friendships set %s', set), 'pair_is_fixed', set)
from unnest(array['requester_id = amity.me()', 'addressee_id = requester_id', 'id = addressee_id']) as set;

select * from finish();
rollback;
