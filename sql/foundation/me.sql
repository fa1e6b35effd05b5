-- Who is speaking. A seam: a host that keeps the person elsewhere replaces this one function.
-- In plpgsql and with its search_path pinned: its plan then lasts as long as the session, for
-- every role, while a body in SQL would be planned anew in each transaction and at each place that
-- asks.
create or replace function amity.me() returns uuid
language plpgsql stable parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
  -- a setting that was local to an earlier transaction reads as '' ever after
  v_claims constant text := nullif(current_setting('request.jwt.claims', true), '');
  v_sub text;
begin
  -- json may escape what no text can hold: a NUL, or half of a pair of surrogates. E'' reads the
  -- same whatever the session makes of a backslash.
  if strpos(v_claims, E'\\u') > 0 and v_claims ~* (
    E'\\\\u0000|\\\\ud[89ab][0-9a-f]{2}(?!\\\\ud[c-f][0-9a-f]{2})'
    '|(?<!\\\\ud[89ab][0-9a-f]{2})\\\\ud[c-f][0-9a-f]{2}'
  ) then
    return null;
  end if;
  v_sub := v_claims::json ->> 'sub';
  -- hyphens where they belong and hexadecimal digits elsewhere: as bytes, because what looks at
  -- characters, such as a regular expression, takes three times as long
  if v_sub like '________-____-____-____-____________' and v_sub not like '%-%-%-%-%-%'
    and btrim(convert_to(v_sub, getdatabaseencoding()), '0123456789abcdefABCDEF-'::bytea) = '' then
    return v_sub::uuid;
  end if;
  return null;  -- a `sub` that is no uuid names no person, and is no error
end;
$$;

grant execute on function amity.me() to anon, authenticated, service_role;
comment on function amity.me() is
  'The person this transaction speaks for: the `sub` of request.jwt.claims as uuid. '
  'Null where there are no claims or `sub` is no uuid. A host may replace this function.';
