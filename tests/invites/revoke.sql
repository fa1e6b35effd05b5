-- Withdrawing, by the function and by the table; and the note.
begin;
select plan(9);

select speak_as('ada');
create temporary table invites as
select name, (issued).* from (
  select name, amity.issue_invite(note => name) as issued from unnest(array['one', 'other', 'third']) as name
) as made;
grant select on invites to public;

select is(amity.revoke_invite(id), kept, 'revoke: returned as it was')
from (select kept.id, kept from amity.invites as kept where note = 'one') as mine;
select results_eq(
  $$delete from amity.invites where note = 'other' returning id$$, $$select id from invites where name = 'other'$$,
  'delete is the same'
);
select refused(format('select amity.revoke_invite(%L)', id), 'invite_not_found', 'once')
from invites where name = 'one';
select refused('select amity.revoke_invite(null)', 'invite_not_found', 'null is none');
select results_eq(
  $$update amity.invites set note = 'third, for the choir' returning note$$, $$values ('third, for the choir')$$,
  'the note can change'
);
select refused(
  $$update amity.invites set note = repeat('x', 501)$$, 'text_too_long', 'as long as it is short'
);
select speak_as('ben');
select refused(format('select amity.revoke_invite(%L)', id), 'invite_not_found', 'not another person''s')
from invites where name = 'third';
select is((amity.redeem_invite(token)).status, 'accepted', 'which is still good') from invites where name = 'third';
select be_quiet();
select results_eq(
  'select invite_id from amity_private.invite_tokens', $$select id from invites where name = 'third'$$,
  'what opened the others is gone'
);

select * from finish();
rollback;
