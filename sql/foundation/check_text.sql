-- For check constraints, so that a text too long or unprintable is refused with its own slug.
-- True for a printable text of at most so many characters, null for null; refuses with
-- text_too_long or text_invalid.
create or replace function amity_private.check_text(value text, longest integer) returns boolean
language plpgsql immutable strict parallel safe  -- most texts are null, and need no call
set search_path = pg_catalog, pg_temp
as $$
begin
  if char_length(value) > longest then
    return amity_private.refuse('text_too_long', longest::text);
  end if;
  -- control characters other than tab, line feed and carriage return; what turns the direction of
  -- the text that follows it; and a text of characters without a width alone, which looks like none
  if value ~ (
      E'[\\u0001-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f'
      '\\u202a-\\u202e\\u2066-\\u2069]'
    ) or value ~ '\S' and value !~ (
      E'[^\\s\\u00ad\\u034f\\u061c\\u115f\\u1160\\u180e\\u200b-\\u200f'
      '\\u2060-\\u2064\\u3164\\ufeff]'
    ) then
    return amity_private.refuse('text_invalid');
  end if;
  return true;
end;
$$;

-- True for a day that every client can read, null for null; refuses infinity, and years of other
-- than four digits, with date_invalid.
create or replace function amity_private.check_date(value date) returns boolean
language plpgsql immutable strict parallel safe
set search_path = pg_catalog, pg_temp
as $$
begin
  return value between '0001-01-01' and '9999-12-31' or amity_private.refuse('date_invalid');
end;
$$;

-- check constraints run as the role that writes the row
grant execute on function amity_private.check_text(text, integer) to authenticated, service_role;
grant execute on function amity_private.check_date(date) to authenticated, service_role;
