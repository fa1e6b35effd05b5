-- A page of each list is what its view says, to the person whose list it is and to nobody else.
begin;
select plan(28);

select be_quiet();
update amity.settings set value = '100 years' where name = 'request_ttl';
-- ada has two connections, two open requests each way, and a request with each end
do $$
declare
  v_asked record;
begin
  for v_asked in
    select * from (values
      ('ada', 'ben', 'accepted'), ('cleo', 'ada', 'accepted'), ('ada', 'gus', 'pending'),
      ('fay', 'ada', 'pending'), ('ada', 'ian', 'pending'), ('joe', 'ada', 'pending'),
      ('ada', 'kim', 'rejected'), ('lea', 'ada', 'rejected'), ('ada', 'max', 'cancelled'),
      ('ben', 'cleo', 'accepted'), ('ben', 'dora', 'pending')
    ) as asked (one, other, ends)
  loop
    perform speak_as(v_asked.one);
    perform amity.request_connection(person(v_asked.other));
    if v_asked.ends = 'cancelled' then
      perform amity.cancel_connection_request(person(v_asked.other));
    end if;
    perform speak_as(v_asked.other);
    if v_asked.ends = 'accepted' then
      perform amity.accept_connection(person(v_asked.one));
    elsif v_asked.ends = 'rejected' then
      perform amity.reject_connection(person(v_asked.one));
    end if;
  end loop;
end;
$$;
select speak_as('ada');
select amity.remove_connection(person('ben'));
select speak_as('ben');
select amity.request_connection(person('ada'));

select speak_as('ada');
select results_eq(
  'select * from amity.list_connections()',
  'select * from amity.my_connections order by connected_at desc, id desc',
  'connections are those of the view'
);
select results_eq(
  'select * from amity.incoming_requests()',
  $$select * from amity.connection_requests
    where status = 'pending' and recipient_id = person('ada') order by requested_at desc, id desc$$,
  'incoming requests are those of the view'
);
select results_eq(
  'select * from amity.outgoing_requests()',
  $$select * from amity.connection_requests
    where status = 'pending' and requester_id = person('ada') order by requested_at desc, id desc$$,
  'outgoing requests are those of the view'
);
select results_eq(
  'select * from amity.sent_requests()',
  $$select * from amity.connection_requests
    where requester_id = person('ada') order by requested_at desc, id desc$$,
  'requests that I sent are those of the view, open or ended'
);
select results_eq(
  'select * from amity.list_requests()',
  'select * from amity.connection_requests order by requested_at desc, id desc',
  'requests are those of the view, open or ended'
);
select is((select count(*) from amity.list_requests()), 9::bigint,
  'without mine that was rejected: requesters are not told');
select results_eq(
  $$select page.id from amity.list_requests(4) as first
    cross join lateral amity.list_requests(1, requested_at, first.id) as page$$,
  'select id from amity.list_requests() offset 1 limit 4',
  'the next page begins after the last row'
);
select results_eq(
  'select * from amity.list_connections_history()',
  'select * from amity.connections_history order by occurred_at desc, connection_id desc, action desc',
  'the history is that of the view, without a rejection of mine'
);
select results_eq(
  $$select page.* from amity.list_connections_history(4) as first
    cross join lateral amity.list_connections_history(1, occurred_at, first.connection_id, first.action) as page$$,
  'select * from amity.list_connections_history() offset 1 limit 4',
  'the next page of the history begins after the last entry'
);
select is((select count(*) from amity.list_requests(-1)), 0::bigint, 'fewer than none is none');
select results_eq('select id from amity.list_requests(null, null, null)',
  'select id from amity.list_requests()', 'null is as not given');
select results_eq('select id from amity.list_requests(3)',
  'select id from amity.list_requests() limit 3', 'a page has as many rows as were asked for');

select speak_as('kim');
select is_empty('select from amity.list_connections()', 'a third person sees no connection');
select is_empty('select from amity.incoming_requests()', 'a third person sees no request');
select is_empty('select from amity.outgoing_requests()', 'a third person has sent none');
select is_empty('select from amity.sent_requests()', 'a third person never sent one');
select results_eq('select status::text from amity.list_requests()', $$values ('denied')$$,
  'who rejected a request sees it');
select results_eq('select action::text from amity.list_connections_history()',
  $$values ('rejected'), ('requested')$$, 'a third person reads the entries of their own request alone');

select be_quiet();
update amity.settings set value = 'true' where name = 'reveal_rejections';
update amity.settings set value = '0' where name = 'request_ttl';
select speak_as('ada');
select results_eq(
  'select * from amity.list_requests()',
  'select * from amity.connection_requests order by requested_at desc, id desc',
  'once expired and revealed they are those of the view as well'
);
select results_eq(
  'select * from amity.sent_requests()',
  $$select * from amity.connection_requests
    where requester_id = person('ada') order by requested_at desc, id desc$$,
  'once expired and revealed those that I sent are those of the view as well'
);
select results_eq(
  'select * from amity.list_connections_history()',
  'select * from amity.connections_history order by occurred_at desc, connection_id desc, action desc',
  'the history shows a rejection of mine where the setting says so'
);
select is((select count(*) from amity.list_connections_history() where action = 'rejected'), 2::bigint,
  'both rejections are in it');
select is((select count(*) from amity.list_requests() where status = 'expired'), 5::bigint,
  'requests that are over are expired');
select is((select count(*) from amity.list_requests() where status = 'denied'), 2::bigint,
  'a rejection of mine is shown where the setting says so');
select is_empty('select from amity.incoming_requests()', 'none that is over waits for an answer');
select is_empty('select from amity.outgoing_requests()', 'none that is over is out');

select be_quiet();
insert into amity.people (host_key) select 'page ' || n from generate_series(1, 1001) as n;
insert into amity.connections (requester_id, recipient_id, status)
select person('ada'), id, 'accepted' from amity.people where host_key like 'page %';
select speak_as('ada');
select is((select count(*) from amity.list_connections(2000000000)), 1000::bigint, 'a page has at most 1000 rows');

select speak_as_anon();
select throws_ok('select from amity.list_requests()', '42501', null, 'signed out, there are no lists');

select * from finish();
rollback;
