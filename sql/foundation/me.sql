-- Who is speaking. A seam: a host that keeps the person elsewhere replaces this one function.
create or replace function amity.me() returns uuid
language sql stable parallel safe
return (
  -- the case decides before the cast, so that a `sub` that is no uuid is nobody and not an error
  select case
    when claims.sub ~* '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'
    then claims.sub::uuid
  end
  -- a setting that was local to an earlier transaction reads as '' ever after
  from (
    select nullif(current_setting('request.jwt.claims', true), '')::json ->> 'sub' as sub
    -- json may escape what no text can hold: a NUL, or half of a pair of surrogates
    where case
      when strpos(current_setting('request.jwt.claims', true), '\u') = 0 then true
      else current_setting('request.jwt.claims', true) !~* (
        '\\u0000|\\ud[89ab][0-9a-f]{2}(?!\\ud[c-f][0-9a-f]{2})'
        '|(?<!\\ud[89ab][0-9a-f]{2})\\ud[c-f][0-9a-f]{2}'
      )
    end
  ) as claims
);

revoke execute on function amity.me() from public;
grant execute on function amity.me() to anon, authenticated, service_role;
comment on function amity.me() is
  'The person this transaction speaks for: the `sub` of request.jwt.claims as uuid. '
  'Null where there are no claims or `sub` is no uuid. A host may replace this function.';
