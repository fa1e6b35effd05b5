-- One import is undone: what it made ends, as far as nothing has happened to it since.
begin;
select plan(26);

create function pg_temp.ids(variadic names text[]) returns text[] language sql volatile
return array(select tap.person(name)::text from unnest(names) with ordinality as n (name, i) order by i);
create function pg_temp.names(one uuid, other uuid) returns text language sql volatile
return (
  select string_agg(name, ' ' order by name)
  from unnest(array['ada', 'ben', 'cleo', 'dan', 'eve', 'fay', 'gil']) as name
  where md5('person:' || name)::uuid in (one, other)
);
select pg_temp.ids('ada', 'ben', 'cleo', 'dan', 'eve', 'fay', 'gil') is not null;

-- imports; a request of before is accepted by one of them
select speak_as('fay');
select amity.request_connection(tap.person('gil')) is not null;
select speak_as_service();
select is_empty(
  $$select * from amity.import_connections(
    pg_temp.ids('ada', 'ben', 'dan', 'fay', 'cleo'), pg_temp.ids('ben', 'cleo', 'eve', 'gil', 'eve'), null,
    array_fill('2020-01-01Z'::timestamptz, array[5]), run => 'run 1')$$, 'a first import'
);
select is_empty(
  $$select * from amity.import_connections(pg_temp.ids('cleo'), pg_temp.ids('dan'), run => 'run 2')$$,
  'a second one'
);
select is_empty(
  $$select * from amity.import_follows(pg_temp.ids('ada', 'ben'), pg_temp.ids('ben', 'cleo'), run => 'run 3')$$,
  'an import of follows'
);
select is_empty(
  $$select * from amity.import_follows(pg_temp.ids('cleo'), pg_temp.ids('ada'), run => 'run 3')$$,
  'its second batch'
);
select is_empty(
  $$select * from amity.import_blocks(
    pg_temp.ids('fay', 'gil', 'gil', 'gil'), pg_temp.ids('dan', 'eve', 'ben', 'ada'), run => 'run 4')$$,
  'an import of blocks'
);
select is_empty(
  $$select * from amity.import_requests(pg_temp.ids('ada', 'dan'), pg_temp.ids('cleo', 'gil'), run => 'run 5')$$,
  'an import of requests'
);

-- what people do afterwards
select speak_as('dan');
select amity.remove_connection(tap.person('eve')) is not null;
select speak_as('ben');
select amity.step_back_from(tap.person('cleo')) is not null;
select speak_as('gil');
select amity.accept_connection(tap.person('dan')) is not null;
select speak_as('fay');
update amity.blocks set reason = 'he knows' where blocked_id = tap.person('dan');
select speak_as('gil');
update amity.blocks set hide_from_search = false where blocked_id = tap.person('eve');
update amity.blocks set prevent_profile_view = false where blocked_id = tap.person('ben');
select speak_as_service();

-- connections
select results_eq(
  $$select * from amity.undo_import('run 1')$$, $$values (2, 1, 0)$$,
  'the connections that it made end, except for one from which a person stepped back'
);
select set_eq(
  $$select pg_temp.names(requester_id, recipient_id) from amity.connections where status = 'accepted'$$,
  $$values ('ben cleo'), ('cleo dan'), ('dan gil'), ('fay gil')$$,
  'other imports, and a request that was accepted, stay'
);
select results_eq(
  $$select action::text, cause::text, actor_id from amity_private.connections_history
    where requester_id = tap.person('ada') and recipient_id = tap.person('ben') order by entry$$,
  $$values ('accepted', 'import', null::uuid), ('removed', 'import', null)$$, 'the history says that an import ended it'
);
select is_empty(
  $$select * from amity.import_connections(pg_temp.ids('ada'), pg_temp.ids('ben'), null, '{2019-01-01Z}', 'run 6')$$,
  'and an older line makes it again'
);
select results_eq(
  $$select * from amity.import_connections(pg_temp.ids('dan'), pg_temp.ids('eve'), null, '{2019-01-01Z}', 'run 6')$$,
  $$values (1, 'ended_since')$$, 'unlike one that a person ended'
);
select refused(
  $$select * from amity.undo_import('run 1')$$, 'import_not_found', 'a second time there is nothing to undo'
);
select is_empty($$select * from amity.import_follows(null, null, null, 'run 7')$$, 'an import of nothing');
select results_eq($$select * from amity.undo_import('run 7')$$, $$values (0, 0, 0)$$, 'is undone as well');
select refused($$select * from amity.undo_import(null)$$, 'import_not_found', 'null is no import');
select results_eq(
  $$select * from amity.undo_import('run 6')$$, $$values (0, 0, 1)$$, 'each call undoes one batch, the last first'
);
select results_eq(
  $$select * from amity.undo_import('run 6')$$, $$values (1, 0, 0)$$, 'until none is left'
);

-- follows
select results_eq($$select * from amity.undo_import('run 3')$$, $$values (1, 0, 1)$$, 'follows, the second batch');
select results_eq(
  $$select * from amity.undo_import('run 3')$$, $$values (1, 1, 0)$$,
  'the first batch, except for a follow beside a step-back'
);
select results_eq(
  $$select pg_temp.names(follower_id, followed_id) from amity.follows$$, $$values ('ben cleo')$$, 'and it is the one that stays'
);

-- blocks
select results_eq(
  $$select * from amity.undo_import('run 4')$$, $$values (1, 3, 0)$$, 'blocks, except for those that their blocker changed'
);
select results_eq(
  $$select pg_temp.names(blocker_id, blocked_id) from amity.blocks order by 1$$,
  $$values ('ben gil'), ('dan fay'), ('eve gil')$$, 'and they are the ones that stay'
);

-- requests
select results_eq(
  $$select * from amity.undo_import('run 5')$$, $$values (1, 1, 0)$$, 'requests, except for one that was accepted'
);
select is_empty($$select * from amity.connections where status = 'pending'$$, 'none of them waits any more');
select is(
  tap.outcome('ada', $$select * from amity.undo_import('run 2')$$), '42501', 'a person undoes none'
);
select be_quiet();
select is_empty('select * from amity.verify()', 'nothing is broken');

select * from finish();
rollback;
