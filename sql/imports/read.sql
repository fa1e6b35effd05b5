-- Where all are uuids, as they mostly are, one cast tells.
create or replace function amity_private.as_uuids(keys text[]) returns uuid[]
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  return keys::uuid[];
exception
  when invalid_text_representation then
    return array(
      select amity_private.as_uuid(key)
      from unnest(keys) with ordinality as keys (key, place) order by place
    );
end;
$$;

-- Who is meant by each line: the host's key, or the id, as in amity.person_of(text).
create or replace function amity_private.read_lines(
  ones text[], others text[], begun timestamptz[], agreed timestamptz[],
  myself text, may_be_nobody boolean
) returns setof amity_private.import_line
language sql stable
begin atomic
  select
    read.line::integer, read.one_id, read.other_id, read.began_at, read.agreed_at,
    case
      when read.one_id is null or read.other_id is null then 'person_not_found'
      when read.one_id = read.other_id then read_lines.myself
      when greatest(read.began_at, read.agreed_at) > clock_timestamp() then 'date_in_future'
      -- what few clients could read again
      when least(read.began_at, read.agreed_at) < '0001-01-01Z' then 'date_invalid'
      when read.began_at > read.agreed_at then 'dates_reversed'
    end
  from (
    select given.line, given.began_at, given.agreed_at,
      coalesce(one_by_key.id, one_by_id.id) as one_id,
      coalesce(other_by_key.id, other_by_id.id,
        case when read_lines.may_be_nobody then given.other_uuid end) as other_id
    from unnest(
      ones, others, amity_private.as_uuids(ones), amity_private.as_uuids(others), begun, agreed
    ) with ordinality as given (one, other, one_uuid, other_uuid, began_at, agreed_at, line)
    left join amity.people as one_by_key on one_by_key.host_key = given.one
    left join amity.people as other_by_key on other_by_key.host_key = given.other
    left join amity.people as one_by_id
      on one_by_id.id = given.one_uuid and one_by_id.host_key is null
    left join amity.people as other_by_id
      on other_by_id.id = given.other_uuid and other_by_id.host_key is null
  ) as read;
end;

revoke execute on function amity_private.as_uuids(text[]) from public;
revoke execute on function amity_private.read_lines(
  text[], text[], timestamptz[], timestamptz[], text, boolean
) from public;
comment on function amity_private.as_uuids(text[]) is
  'The uuid that each text is, or null in its place: see amity_private.as_uuid(text).';
comment on function amity_private.read_lines(
  text[], text[], timestamptz[], timestamptz[], text, boolean
) is
  'The lines of an import, with the people in them; refused: person_not_found, what they call '
  'oneself, date_in_future, date_invalid, dates_reversed.';
