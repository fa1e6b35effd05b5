-- For check constraints, so that each way in which tags can be wrong has its own slug: true for at
-- most 10 different tags of 1 to 50 printable characters. Refuses: tags_nested, too_many_tags,
-- tag_blank, tag_twice, text_too_long, text_invalid.
create or replace function amity_private.check_tags(tags text[]) returns boolean
language plpgsql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_tag text;
begin
  if array_ndims(tags) > 1 then
    return amity_private.refuse('tags_nested');
  elsif cardinality(tags) > 10 then
    return amity_private.refuse('too_many_tags');
  end if;
  foreach v_tag in array tags loop
    if v_tag is null or v_tag !~ '\S' then
      return amity_private.refuse('tag_blank');
    elsif cardinality(array_positions(tags, v_tag)) > 1 then
      return amity_private.refuse('tag_twice');
    end if;
    perform amity_private.check_text(v_tag, 50);
  end loop;
  return true;
end;
$$;

-- What a client encrypted is measured, and never looked into: true for anything of at most so
-- many bytes, null for null. Refuses: text_too_long.
create or replace function amity_private.check_opaque(value text, longest integer) returns boolean
language plpgsql immutable strict parallel safe  -- most are null, and need no call
set search_path = pg_catalog, pg_temp
as $$
begin
  if octet_length(value) > longest then
    return amity_private.refuse('text_too_long', longest::text);
  end if;
  return true;
end;
$$;

-- check constraints run as the role that writes the row
grant execute on function amity_private.check_tags(text[]) to authenticated, service_role;
grant execute on function amity_private.check_opaque(text, integer) to authenticated, service_role;
