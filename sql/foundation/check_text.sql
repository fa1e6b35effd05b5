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
  -- control characters other than tab, line feed and carriage return
  if value ~ E'[\\u0001-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f]' then
    return amity_private.refuse('text_invalid');
  end if;
  return true;
end;
$$;

-- check constraints run as the role that writes the row
grant execute on function amity_private.check_text(text, integer) to authenticated, service_role;
