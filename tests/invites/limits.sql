-- How many can be out: one code, so many links.
begin;
select plan(21);

select speak_as('ada');
create temporary table codes as
select n, (issued).* from (select n, amity.issue_invite('qr') as issued from generate_series(1, 3) as n) as made;
grant select on codes to public;
select is(count(distinct id), 3::bigint, 'three codes') from codes;
select results_eq(
  'select id from amity.invites', 'select id from codes where n = 3', 'a new code takes the place of the one before'
);
select lives_ok($$select amity.issue_invite() from generate_series(1, 10)$$, 'a person has ten links out');
select refused('select amity.issue_invite()', 'limit_reached', 'and not one more');
select lives_ok($$select amity.issue_invite('qr')$$, 'a code is no link');
select is((select count(*) from amity.invites where medium = 'qr'), 1::bigint, 'and is alone');
select speak_as('ben');
select refused(format('select amity.redeem_invite(%L)', token), 'invite_not_found', 'one that was replaced opens nothing')
from codes where n < 3;
select lives_ok('select amity.issue_invite()', 'everybody counts for themselves');
select lives_ok($$select amity.issue_invite('qr')$$, 'and has a code of their own');
select speak_as('ada');
select is((select count(*) from amity.invites where medium = 'qr'), 1::bigint, 'which ends no invite of another person');

-- a place is free when a link is withdrawn, when it is over, and when it is used up
select amity.revoke_invite((select id from amity.invites where medium = 'link' limit 1));
create temporary table last_ones as select issued.* from amity.issue_invite(max_uses => 1) as issued;
grant select on last_ones to public;
select refused('select amity.issue_invite()', 'limit_reached', 'the tenth again');
select speak_as('carl');
select lives_ok('select amity.redeem_invite(token) from last_ones', 'it is used up');
select speak_as('ada');
select lives_ok('select amity.issue_invite()', 'which leaves a place');
select be_quiet();
update amity.invites set issued_at = now() - interval '2 days', expires_at = now()
where id = (select id from amity.invites where medium = 'link' and uses = 0 and issuer_id = person('ada') limit 1);
select speak_as('ada');
select lives_ok('select amity.issue_invite()', 'one that is over leaves a place');
select refused('select amity.issue_invite()', 'limit_reached', 'one');

select be_quiet();
update amity.settings set value = '1' where name = 'max_active_invites';
select speak_as('dora');
select lives_ok('select amity.issue_invite()', 'max_active_invites: one');
select refused('select amity.issue_invite()', 'limit_reached', 'not two');
select is((
  select count(*) from amity.invites where issuer_id = person('dora')
), 1::bigint, 'indeed');
select be_quiet();
update amity.invites set expires_at = null where issuer_id = person('dora');
select speak_as('dora');
select refused('select amity.issue_invite()', 'limit_reached', 'a link without an end keeps its place');
select be_quiet();
update amity.settings set value = null where name = 'max_active_invites';
select speak_as('dora');
select lives_ok('select amity.issue_invite() from generate_series(1, 12)', 'null: any number');

select * from finish();
rollback;
