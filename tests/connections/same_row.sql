-- What a write to amity.connection_requests returns is what the next read shows.
begin;
select plan(4);

select person(name) from unnest('{ada,ben,carl,dora}'::text[]) as name;
select speak_as_service();
select amity.set_setting('request_ttl', '7 days');

create function pg_temp.written_then_read(statement text) returns setof jsonb language plpgsql as $$
declare
  v_row jsonb;
begin
  execute statement || ' returning to_jsonb(connection_requests)' into v_row;
  return next v_row;
  return next (select to_jsonb(requests) from amity.connection_requests as requests where id = (v_row ->> 'id')::uuid);
end
$$;
select speak_as('ada');
select is(count(distinct said), 1::bigint, 'asked')
from pg_temp.written_then_read($$insert into amity.connection_requests (recipient_id, message) values (person('ben'), 'hello')$$) as said;
insert into amity.connection_requests (recipient_id, message) values (person('carl'), 'hello'), (person('dora'), 'hello');
select is(count(distinct said), 1::bigint, 'cancelled')
from pg_temp.written_then_read($$update amity.connection_requests set status = 'cancelled' where recipient_id = person('dora')$$) as said;
select speak_as('ben');
select is(count(distinct said), 1::bigint, 'approved')
from pg_temp.written_then_read($$update amity.connection_requests set status = 'approved'$$) as said;
select speak_as('carl');
select is(count(distinct said), 1::bigint, 'denied')
from pg_temp.written_then_read($$update amity.connection_requests set status = 'denied'$$) as said;

select * from finish();
rollback;
