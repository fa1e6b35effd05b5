-- superuser
-- What holds by itself, with every trigger off: for a superuser, a restore, a replica.
begin;
select plan(15);

select person(name) from unnest('{ada,ben,carl}'::text[]) as name;
set local session_replication_role = replica;
insert into amity.connections (requester_id, recipient_id) values (person('ada'), person('ben'));

select throws_ok(
  $$insert into amity.connections (requester_id, recipient_id) values (person('ada'), person('ben'))$$,
  '23505', null, 'one row a pair'
);
select throws_ok(
  $$insert into amity.connections (requester_id, recipient_id) values (person('ben'), person('ada'))$$,
  '23505', null, 'a second row of the same pair is refused, either way round'
);
select throws_ok(
  $$insert into amity.connections (requester_id, recipient_id) values (person('ada'), person('ada'))$$,
  '23514', null, 'a connection with oneself is refused'
);
select throws_ok(
  format($$insert into amity.connections (requester_id, recipient_id, status, responded_at)
    values (person('ada'), person('carl'), %L, %L)$$, status, responded_at),
  '23514', null, format('%s, responded %s', status, coalesce(responded_at, 'never'))
)
from (values
  ('pending', '2020-01-01'), ('cancelled', '2020-01-01'), ('accepted', null), ('rejected', null)
) as cases (status, responded_at);
select throws_ok(
  format($$update amity.connections set %I = null$$, col), '23502', null, col || ' is always known'
)
from unnest('{id,requester_id,recipient_id,status,requested_at}'::text[]) as col;
select refused(
  $$update amity.connections set message = repeat('a', 1001)$$, 'text_too_long', 'no long message'
);

set local session_replication_role = origin;
select throws_ok(
  $$alter table amity.connections disable trigger user;
    insert into amity.connections (requester_id, recipient_id) values (person('ada'), gen_random_uuid())$$,
  '23503', null, 'only people: the recipient'
);
select throws_ok(
  $$alter table amity.connections disable trigger user;
    insert into amity.connections (requester_id, recipient_id) values (gen_random_uuid(), person('ada'))$$,
  '23503', null, 'only people: the requester'
);

select * from finish();
rollback;
