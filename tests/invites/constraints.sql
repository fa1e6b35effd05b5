-- What no way in allows, not even the owner's.
begin;
select plan(15);

select speak_as('ada');
create temporary table mine as select issued.* from amity.issue_invite('qr') as issued;
select be_quiet();
select refused(format('update amity.invites set %I = amity.uuid_v7()', fixed), 'pair_is_fixed', fixed || ' is fixed')
from unnest('{id,issuer_id}'::text[]) as fixed;
alter table amity.invites disable trigger user;
select throws_ok('update amity.invites set ' || change, state, null, change)
from (values
  ('max_uses = 0', '23514'),
  ('medium = ''link'', max_uses = 0', '23514'),
  ('max_uses = 2', '23514'),
  ('max_uses = null', '23514'),
  ('uses = -1', '23514'),
  ('uses = 2, last_used_at = now()', '23514'),
  ('uses = 1', '23514'),
  ('last_used_at = now()', '23514'),
  ('note = repeat(''x'', 501)', 'PT400')
) as cases (change, state);
select throws_ok(
  $$insert into amity.invites (issuer_id, medium, max_uses) values (person('ada'), 'qr', 1)$$, '23505', null,
  'a second code'
);
select throws_ok(
  'insert into amity.invites (issuer_id) values (gen_random_uuid())', '23503', null, 'an issuer who is no person'
);
select throws_ok(
  $$insert into amity_private.invite_tokens select token::bytea, id from mine$$, '23514', null, 'a token as it is'
);
select throws_ok(
  $$insert into amity_private.invite_tokens select sha256(''), id from mine$$, '23505', null, 'a second token'
);

select * from finish();
rollback;
