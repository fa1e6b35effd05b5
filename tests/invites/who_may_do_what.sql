-- Each role, each command, whose invite. Outcomes are a number of rows, a slug, or an SQLSTATE.
begin;
select plan(56);

select speak_as('ada');
create temporary table hers as select issued.* from amity.issue_invite() as issued;
grant select on hers to public;
select speak_as('ben');
select amity.redeem_invite(token) from hers;
select be_quiet();

-- ada issued it, ben has redeemed it, carl has nothing to do with it
select is(outcome(speaker, statement), outcome, format('%s: %s', speaker, act))
from (values
  ('ada', '1', '1', '42501', '1', '1', '42501', '42501'),
  ('ben', '0', '0', '42501', '0', 'invite_not_found', '42501', '42501'),
  ('carl', '0', '0', '42501', '0', 'invite_not_found', '42501', '42501'),
  ('signed out', '0', 'signed_out', '42501', 'signed_out', 'signed_out', '42501', '42501'),
  ('not joined', '0', 'not_joined', '42501', 'not_joined', 'not_joined', '42501', '42501'),
  ('anon', '42501', '42501', '42501', '42501', '42501', '42501', '42501'),
  ('service', '1', '1', '42501', '1', '42501', '42501', '42501'),
  ('owner', '1', '1', '1', '1', 'invite_not_found', '1', '1')
) as matrix (speaker, sees, notes, prolongs, deletes, revokes, inserts, reads_hash)
cross join lateral (values
  ('sees', 'select from amity.invites', sees),
  ('changes the note', $$update amity.invites set note = 'x'$$, notes),
  ('prolongs', 'update amity.invites set expires_at = null', prolongs),
  ('deletes', 'delete from amity.invites', deletes),
  ('revokes', 'select amity.revoke_invite(id) from hers', revokes),
  ('inserts', 'insert into amity.invites (issuer_id) values (person(''ada''))', inserts),
  ('reads what opens it', 'select from amity_private.invite_tokens', reads_hash)
) as acts (act, statement, outcome);

select * from finish();
rollback;
