-- What is over for a day is cleared away.
begin;
select plan(5);

select person('ada');
alter table amity.invites disable trigger user;
insert into amity.invites (issuer_id, note, max_uses, uses, issued_at, expires_at, last_used_at)
select person('ada'), note, max_uses, uses, now() - interval '9 days', expires_at, last_used_at
from (values
  ('open', null, 0, now() + interval '1 hour', null),
  ('for ever', null, 3, null, now() - interval '2 days'),
  ('used, not up', 2, 1, now() + interval '1 hour', now() - interval '2 days'),
  ('over for less than a day', null, 0, now() - interval '23 hours', null),
  ('over for a day', null, 0, now() - interval '25 hours', null),
  ('used up for less than a day', 1, 1, now() + interval '1 hour', now() - interval '23 hours'),
  ('used up for a day', 1, 1, now() + interval '1 hour', now() - interval '25 hours'),
  ('used up for ever', 1, 1, null, now() - interval '25 hours')
) as rows (note, max_uses, uses, expires_at, last_used_at);
insert into amity_private.invite_tokens select sha256(note::bytea), id from amity.invites;
alter table amity.invites enable trigger user;

select speak_as_service();
select is(tidied, 3::bigint, 'three are cleared away') from amity.tidy() where kind = 'invites';
select is(tidied, 0::bigint, 'and then none') from amity.tidy() where kind = 'invites';
select set_eq(
  'select note from amity.invites',
  array['open', 'for ever', 'used, not up', 'over for less than a day', 'used up for less than a day'], 'these stay'
);
select be_quiet();
select is(count(*), 5::bigint, 'what opened the others is gone') from amity_private.invite_tokens;
select is_empty('select * from amity.verify()', 'nothing is broken');

select * from finish();
rollback;
