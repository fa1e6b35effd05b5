-- amity.me(): the sub of the claims if that is a uuid; else null, and never an error.
begin;
select plan(21);

create function pg_temp.me_with(claims text) returns uuid language plpgsql as $$
begin
  perform set_config('request.jwt.claims', claims, true);
  return amity.me();
end
$$;

select is(nullif(current_setting('request.jwt.claims', true), ''), null, 'there are no claims at first');
select is(amity.me(), null, 'without claims no person speaks');

select is(
  pg_temp.me_with('{"sub": "00000000-0000-4000-8000-00000000000a"}'), '00000000-0000-4000-8000-00000000000a',
  'the sub speaks'
);
select is(
  pg_temp.me_with('{"role": "authenticated", "sub": "00000000-0000-4000-8000-00000000000A", "email": "a@b.c"}'),
  '00000000-0000-4000-8000-00000000000a', 'in capitals, and among other claims, as well'
);

select is(pg_temp.me_with(claims), null, 'no person: ' || claims)
from unnest(array[
  '', '{}', 'null', '[]', '["00000000-0000-4000-8000-00000000000a"]', '"00000000-0000-4000-8000-00000000000a"', '7',
  '{"sub": null}', '{"sub": ""}', '{"sub": 7}', '{"sub": "ada"}', '{"SUB": "00000000-0000-4000-8000-00000000000a"}',
  '{"sub": " 00000000-0000-4000-8000-00000000000a\n"}'
]) as claims;
select lives_ok(
  $$select pg_temp.me_with('{"sub": "\u0000"}')$$, 'nor is a sub that no text can hold an error'
);

-- a session in which a backslash in a plain literal escapes
set local standard_conforming_strings = off;
set local escape_string_warning = off;
select is(
  pg_temp.me_with('{"sub": "00000000-0000-4000-8000-00000000000a", "name": "Ad\\u00e1"}'),
  '00000000-0000-4000-8000-00000000000a', 'whatever the session makes of a backslash, the sub speaks'
);
select is(pg_temp.me_with('{"sub": "\\u0000"}'), null, 'and what no text can hold does not');
select throws_ok(
  $$select amity_private.check_text(E'\u0001', 9)$$, 'PT400', null, 'a control character is found as well'
);

select * from finish();
rollback;
