-- request_cooldown: a rejected requester waits before asking the same person again, and no other person waits.
begin;
select plan(16);

-- ben rejected ada; ada cancelled what she asked carl, and removed dora; eve blocked her while she waited
select speak_as('ada');
select amity.request_connection(person(name)) from unnest('{ben,carl,dora,eve}'::text[]) as name;
select amity.cancel_connection_request(person('carl'));
select speak_as('ben');
select amity.reject_connection(person('ada'));
select speak_as('dora');
select amity.accept_connection(person('ada'));
select amity.remove_connection(person('ada'));
select speak_as('eve');
select amity.block(person('ada'));
select amity.unblock(person('ada'));

select be_quiet();
savepoint rejected;
select speak_as('ada');
select lives_ok(
  $$select amity.request_connection(person('ben'))$$, 'without a cool-down, people ask again at once'
);
rollback to rejected;
update amity.settings set value = '1 day' where name = 'request_cooldown';

select speak_as('ada');
select refused(statement, 'cooling_down', statement)
from unnest(array[
  $$insert into amity.connections (recipient_id) values (person('ben'))$$,
  $$select amity.request_connection(person('ben'))$$
]) as statement;
select refused(
  $$select amity.request_connection(person('eve'))$$, 'cooling_down',
  'after a block it is as after an ordinary rejection'
);
select lives_ok($$select amity.request_connection(person('carl'))$$, 'what was cancelled does not count');
select lives_ok($$select amity.request_connection(person('dora'))$$, 'nor what was removed');
select lives_ok($$select amity.request_connection(person('fay'))$$, 'other people can be asked');

-- the hint says from when
select be_quiet();
update amity_private.connections_history set occurred_at = now() where action = 'rejected';
create function pg_temp.hint_of(statement text) returns text
language plpgsql
as $$
declare
  v_hint text;
begin
  execute statement;
  return 'no error';
exception
  when others then
    get stacked diagnostics v_hint = pg_exception_hint;
    return v_hint;
end
$$;
select speak_as('ada');
select is(
  pg_temp.hint_of($$select amity.request_connection(person('ben'))$$),
  to_char((now() + interval '1 day') at time zone 'UTC', '"Try again after "YYYY-MM-DD"T"HH24:MI:SS"Z."'),
  'the hint holds the time'
);

-- those who do not wait
select speak_as('gus');
select lives_ok($$select amity.request_connection(person('ben'))$$, 'other people can ask the person who rejected');
select speak_as_service();
select lives_ok(
  $$insert into amity.connections (requester_id, recipient_id) values (person('ada'), person('ben'))$$,
  'a service need not wait'
);
delete from amity.connections where requester_id = person('ada') and recipient_id = person('ben');
select speak_as('ben');
select lives_ok($$select amity.request_connection(person('ada'))$$, 'the person who rejected may ask the rejected requester');
select speak_as('ada');
select is(
  (amity.request_connection(person('ben'))).status, 'accepted', 'and is answered by asking back, with no wait'
);
select amity.remove_connection(person('ben'));

-- the edge
select be_quiet();
update amity_private.connections_history
set occurred_at = clock_timestamp() - interval '1 day' + interval '1 minute'
where action = 'rejected';
select speak_as('ada');
select refused($$select amity.request_connection(person('ben'))$$, 'cooling_down', 'a minute too early');
select be_quiet();
update amity_private.connections_history
set occurred_at = clock_timestamp() - interval '1 day'
where action = 'rejected';
select speak_as('ada');
select lives_ok($$select amity.request_connection(person('ben'))$$, 'a day after');

-- the last rejection counts
select speak_as('ben');
select amity.reject_connection(person('ada'));
select speak_as('ada');
select refused(
  $$select amity.request_connection(person('ben'))$$, 'cooling_down', 'rejected again, one waits again'
);
select be_quiet();
update amity.settings set value = 'false' where name = 'connections_need_approval';
select speak_as('ada');
select refused(
  $$select amity.request_connection(person('ben'))$$, 'cooling_down', 'in the instant flow as well'
);

select * from finish();
rollback;
