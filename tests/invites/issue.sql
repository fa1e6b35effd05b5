-- Issuing: what comes back, once, and what is kept.
begin;
select plan(26);

select speak_as('ada');
create temporary table made as
select 'link' as name, issued.* from amity.issue_invite() as issued
union all
select 'qr', issued.* from amity.issue_invite('qr', 'request', note => 'at the door') as issued
union all
select 'twice', issued.* from amity.issue_invite(max_uses => 2, ttl => '1 hour', note => 'for the choir') as issued;

select is(concat_ws(', ', medium, kind, max_uses, note), wanted, name || ': what was asked for')
from made
join (values
  ('link', 'link, connect, 1'), ('qr', 'qr, request, 1, at the door'), ('twice', 'link, connect, 2, for the choir')
) as cases (name, wanted) using (name);
select is(issued_at + lasts::interval, made.expires_at, format('%s: lasts %s', name, lasts))
from made join amity.invites using (id)
join (values ('link', '7 days'), ('qr', '5 minutes'), ('twice', '1 hour')) as cases (name, lasts) using (name);
select ok(issued_at between now() and clock_timestamp(), name || ': from now on')
from made join amity.invites using (id);

select matches(token, '^[A-Za-z0-9_-]{43}$', name || ': 32 bytes in base64url') from made;
select is(
  (invites.issuer_id, invites.uses, invites.last_used_at, invites.note),
  (person('ada'), 0, null::timestamptz, made.note), name || ': mine, unused'
)
from made join amity.invites using (id);
select throws_ok(
  'select * from amity_private.invite_tokens', '42501', null, 'the tokens are readable by no client'
);

-- nowhere but in the answer
select be_quiet();
select is(token_hash, sha256(made.token::bytea), name || ': the SHA-256 of the token is kept')
from made join amity_private.invite_tokens on invite_id = id;
select is_empty($$
  select from made cross join amity.invites as row where strpos(row::text, made.token) > 0
  union all
  select from made cross join amity_private.invite_tokens as row where strpos(row::text, made.token) > 0
$$, 'the token itself is not');

select speak_as('ada');
select is(
  (select (medium, kind) from amity.issue_invite(null, null, null, null, null)),
  ('link'::amity.invite_medium, 'connect'::amity.invite_kind), 'null stands for what is usual'
);
select lives_ok(
  $$select amity.issue_invite(ttl => '7 days'), amity.issue_invite('qr', max_uses => 1, ttl => '5 minutes')$$,
  'the longest is allowed'
);
-- no two of many are alike, and every bit of the 256 is sometimes set
select be_quiet();
create temporary table tokens as
select amity_private.new_token() as token from generate_series(1, 500);
select is(count(distinct token), 500::bigint, 'each token is another') from tokens;
select is((
  select count(distinct bit) from (
    select bit, get_bit(decode(translate(token, '-_', '+/') || '=', 'base64'), bit) as value
    from tokens, generate_series(0, 255) as bit
    group by 1, 2
  ) as seen
), 256::bigint, 'of 256 bits');
select is((
  select count(*) from (
    select bit from tokens, generate_series(0, 255) as bit
    group by bit
    having avg(get_bit(decode(translate(token, '-_', '+/') || '=', 'base64'), bit)) between 0.3 and 0.7
  ) as fair
), 256::bigint, 'none of which is fixed');
-- which cannot be seen from outside: one random uuid has 122 bits, however it is hashed
select is(
  count(*), 3::bigint, 'nor made of fewer than there are'
)
from regexp_matches(pg_get_functiondef('amity_private.new_token()'::regprocedure), 'gen_random_uuid', 'g');

select * from finish();
rollback;
