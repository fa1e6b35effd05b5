-- Across a block, either way, every token is one that never was: whatever else is true of the invite and of
-- the two, and in every word of the answer.
begin;
select plan(27);

create function pg_temp.answer(token text) returns text language plpgsql as $$
declare
  v_answer text[];
  v_part text;
begin
  perform amity.redeem_invite(token);
  return 'redeemed';
exception when others then
  get stacked diagnostics
    v_part = pg_exception_context;
  v_answer := array[sqlstate, sqlerrm, v_part];
  get stacked diagnostics v_part = pg_exception_detail;
  v_answer := v_answer || v_part;
  get stacked diagnostics v_part = pg_exception_hint;
  return array_to_string(v_answer || v_part, e'\n');
end
$$;

select speak_as('ada');
create temporary table invites as
select name, (issued).* from (
  select name, amity.issue_invite(kind => kind::amity.invite_kind, max_uses => 1) as issued
  from unnest(array['good', 'used', 'over', 'good request'], array['connect', 'connect', 'connect', 'request'])
    as wanted (name, kind)
) as made
union all
select 'code', issued.* from amity.issue_invite('qr') as issued;
grant select on invites to public;
select speak_as('zoe');
select amity.redeem_invite(token) from invites where name = 'used';
select be_quiet();
update amity.invites set issued_at = issued_at - interval '8 days', expires_at = now()
where id = (select id from invites where name = 'over');

-- ben is blocked by ada; carl has blocked ada; both had asked her or been asked before
select speak_as('ben');
select amity.request_connection(person('ada'));
select speak_as('ada');
select amity.request_connection(person('carl'));
select amity.block(person('ben'));
select speak_as('carl');
select amity.block(person('ada'));

select speak_as('ben');
select is(pg_temp.answer(token), pg_temp.answer(repeat('x', 43)), 'who was blocked: ' || name) from invites;
select speak_as('carl');
select is(pg_temp.answer(token), pg_temp.answer(repeat('x', 43)), 'who blocked: ' || name) from invites;

-- nor how many people were dealt with before, all in one transaction: a person holds no more of them
savepoint before;
select speak_as('ben');
do $$
begin
  loop
    begin
      insert into amity.blocks (blocked_id) values (gen_random_uuid());
    exception when sqlstate 'PT413' then exit; end;
  end loop;
end
$$;
select is(pg_temp.answer(token), pg_temp.answer(repeat('x', 43)), 'with a hundred held: ' || name) from invites;
rollback to savepoint before;

-- nor does what the host switched off tell
select be_quiet();
update amity.settings set value = 'false' where name = 'connections_enabled';
update amity.settings set value = '0' where name in ('max_connections', 'max_pending_sent');
select speak_as('ben');
select is(pg_temp.answer(token), pg_temp.answer(repeat('x', 43)), 'with everything off: ' || name) from invites;
select be_quiet();
update amity.settings set value = 'true' where name = 'connections_enabled';
update amity.settings set value = null where name in ('max_connections', 'max_pending_sent');

-- to others they are what they are
select speak_as('dora');
select is(split_part(pg_temp.answer(token), e'\n', 1), wanted, 'to others: ' || name)
from invites
join (values ('good', 'redeemed'), ('used', 'PT409'), ('over', 'PT409')) as cases (name, wanted) using (name)
order by name;
select speak_as('eve');
select is(split_part(pg_temp.answer(token), e'\n', 1), wanted, 'to others again: ' || name)
from invites
join (values ('good', 'PT410'), ('used', 'PT410'), ('over', 'PT410')) as cases (name, wanted) using (name);

-- the block is over
select speak_as('ada');
select amity.unblock(person('ben'));
select speak_as('ben');
select is(pg_temp.answer(token), 'redeemed', 'after the block it opens again') from invites where name = 'code';

select * from finish();
rollback;
