-- What opens nothing, and what may not be opened.
begin;
select plan(29);

select speak_as('ada');
create temporary table invites as
select name, (issued).* from (
  select name, amity.issue_invite(max_uses => 1) as issued from unnest(array['over', 'revoked', 'used', 'good']) as name
) as made;
grant select on invites to public;
create function pg_temp.redeem(wanted text) returns amity.connections language sql as
$$ select amity.redeem_invite(token) from invites where name = wanted $$;
select amity.revoke_invite(id) from invites where name = 'revoked';
select speak_as('ben');
select pg_temp.redeem('used');
select be_quiet();
update amity.invites set issued_at = issued_at - interval '7 days', expires_at = clock_timestamp()
where id = (select id from invites where name = 'over');

select speak_as('carl');
select refused(format('select amity.redeem_invite(%L)', given), 'invite_not_found', format('no token: %L', left(given, 50)))
from invites
cross join lateral unnest(array[
  repeat('A', 43), '', null, 'é', repeat('x', 100000), token || '=', left(token, 42), ' ' || token, reverse(token),
  encode(sha256(token::bytea), 'hex'), encode(sha256(token::bytea), 'escape'), id::text, '%'
]) as given
where name = 'good';
select refused($$select pg_temp.redeem('revoked')$$, 'invite_not_found', 'withdrawn');
select refused($$select pg_temp.redeem('over')$$, 'invite_expired', 'expired, to the microsecond');
select refused($$select pg_temp.redeem('used')$$, 'invite_used_up', 'used up');
select is_empty('select from amity.connections', 'nothing came of it');

-- who cannot redeem any
select _speak('authenticated', '{"role": "authenticated"}');
select refused($$select pg_temp.redeem('good')$$, 'signed_out', 'a signed-out caller');
select speak_as('00000000-0000-4000-8000-000000000000'::uuid);
select refused($$select pg_temp.redeem('good')$$, 'not_joined', 'a person who has not joined');
select speak_as_anon();
select throws_ok($$select pg_temp.redeem('good')$$, '42501', null, 'anon');
select speak_as_service();
select throws_ok($$select pg_temp.redeem('good')$$, '42501', null, 'a service');

-- the rules of connections hold
select be_quiet();
update amity.settings set value = 'false' where name = 'connections_enabled';
select speak_as('carl');
select refused($$select pg_temp.redeem('good')$$, 'connections_disabled', 'connections are off');
select be_quiet();
update amity.settings set value = 'true' where name = 'connections_enabled';
update amity.settings set value = '1' where name = 'max_connections';
select speak_as('carl');
select refused($$select pg_temp.redeem('good')$$, 'limit_reached', 'the issuer is full');
select be_quiet();
update amity.settings set value = null where name = 'max_connections';
update amity.settings set value = '1 day' where name = 'request_cooldown';
select speak_as('carl');
select amity.request_connection(person('ada'));
select speak_as('ada');
select amity.reject_connection(person('carl'));
select speak_as('carl');
select refused($$select pg_temp.redeem('good')$$, 'cooling_down', 'a no is a no, as long as it holds');
select be_quiet();
update amity.settings set value = null where name = 'request_cooldown';
select speak_as('ada');
select is(uses, 0, 'nothing of it has used the invite') from invites join amity.invites as kept using (id) where name = 'good';
select speak_as('carl');
select is((pg_temp.redeem('good')).status, 'accepted', 'which is still good');

-- the issuer's account ends, and so does what they issued
select speak_as('ben');
create temporary table bens as select issued.* from amity.issue_invite() as issued;
grant select on bens to public;
select be_quiet();
delete from amity.people where id = (select person('ben'));
select speak_as('carl');
select refused('select amity.redeem_invite(token) from bens', 'invite_not_found', 'of a person who left');
select be_quiet();
select is_empty('select from amity_private.invite_tokens join bens on invite_id = id', 'nothing is left of it');
select is_empty('select * from amity.verify()', 'nothing is broken');

select * from finish();
rollback;
