-- Invites that cannot be.
begin;
select plan(36);

select speak_as('ada');
select refused('select amity.issue_invite(' || arguments || ')', slug, format('%s: %s', slug, arguments))
from (values
  ($$max_uses => 0$$, 'invite_invalid'),
  ($$max_uses => -1$$, 'invite_invalid'),
  ($$'qr', max_uses => 2$$, 'invite_invalid'),
  ($$'qr', max_uses => 0$$, 'invite_invalid'),
  ($$ttl => '0'$$, 'invite_invalid'),
  ($$ttl => '-1 hour'$$, 'invite_invalid'),
  ($$ttl => '7 days 1 microsecond'$$, 'invite_invalid'),
  ($$ttl => '300000 years'$$, 'invite_invalid'),
  ($$ttl => '-300000 years'$$, 'invite_invalid'),
  ($$'qr', ttl => '5 minutes 1 microsecond'$$, 'invite_invalid'),
  ($$note => repeat('x', 501)$$, 'text_too_long'),
  ($$note => e'\u0001'$$, 'text_invalid')
) as cases (arguments, slug);
select is_empty('select from amity.invites', 'none of them is made');

-- the hint says what can be
create function pg_temp.hint(statement text) returns text language plpgsql as $$
declare
  v_hint text;
begin
  execute statement;
exception when others then
  get stacked diagnostics v_hint = pg_exception_hint;
  return v_hint;
end
$$;
select is(pg_temp.hint('select amity.issue_invite(ttl => ''1 year'')'), 'It lasts at most 7 days.', 'how long');
select is(
  pg_temp.hint('select amity.issue_invite(max_uses => 0)'),
  'A QR code is redeemed once, a link once or more often.', 'how often'
);
select is(
  pg_temp.hint('select amity.issue_invite(ttl => ''-1 hour'')'), 'It cannot end before it begins.', 'from when'
);

-- there is no other way in
select throws_ok(statement, '42501', null, statement)
from unnest(array[
  'insert into amity.invites default values',
  'insert into amity.invites (issuer_id) values (amity.me())',
  'insert into amity.invites (note) values (null)',
  'update amity.invites set max_uses = 5',
  'update amity.invites set expires_at = null',
  'update amity.invites set issuer_id = amity.me()',
  'update amity.invites set uses = 0',
  'truncate amity.invites',
  'insert into amity_private.invite_tokens values (sha256(''''), gen_random_uuid())',
  'select amity_private.new_token()'
]) as statement;

-- who cannot issue any
select _speak('authenticated', '{"role": "authenticated"}');
select refused('select amity.issue_invite()', 'signed_out', 'a signed-out caller');
select speak_as(gen_random_uuid());
select refused('select amity.issue_invite()', 'not_joined', 'a person who has not joined');
select speak_as_anon();
select throws_ok('select amity.issue_invite()', '42501', null, 'anon');
select speak_as_service();
select throws_ok('select amity.issue_invite()', '42501', null, 'a service cannot issue one: no person would have consented');
select throws_ok(
  'insert into amity.invites (issuer_id) values (person(''ada''))', '42501', null, 'nor by the table'
);

-- what the host allows
select be_quiet();
update amity.settings set value = '1 minute' where name = 'invite_qr_ttl';
update amity.settings set value = null where name = 'invite_link_ttl';
select speak_as('ada');
select refused(
  $$select amity.issue_invite('qr', ttl => '2 minutes')$$, 'invite_invalid', 'invite_qr_ttl: at most a minute'
);
select is(expires_at - issued_at, '1 minute'::interval, 'and a minute it is')
from amity.issue_invite('qr') as issued join amity.invites using (id, expires_at);
select is((amity.issue_invite()).expires_at, null, 'invite_link_ttl: for ever');
select ok((amity.issue_invite(ttl => '10 years')).expires_at > now(), 'or as long as one likes');
select be_quiet();
update amity.settings set value = '0' where name = 'invite_link_ttl';
select speak_as('ada');
select refused('select amity.issue_invite()', 'invite_invalid', 'a ttl of nothing: no links');

select be_quiet();
select throws_ok(
  $$update amity.invites set issuer_id = person('ben')$$, 'PT409', null, 'an invite cannot be given to another issuer'
);

select * from finish();
rollback;
