-- A uuid, if it is one. A pattern of its own costs five times as much.
create or replace function amity_private.as_uuid(key text) returns uuid
language sql immutable parallel safe
return case
  when key like '________-____-____-____-____________' and key !~ '[^0-9a-fA-F-]'
    and length(replace(key, '-', '')) = 32
  then key::uuid
end;

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
    from (
      select keys.one, keys.other, keys.began_at, keys.agreed_at, keys.line,
        amity_private.as_uuid(keys.one) as one_uuid, amity_private.as_uuid(keys.other) as other_uuid
      from unnest(ones, others, begun, agreed)
        with ordinality as keys (one, other, began_at, agreed_at, line)
    ) as given
    left join amity.people as one_by_key on one_by_key.host_key = given.one
    left join amity.people as other_by_key on other_by_key.host_key = given.other
    left join amity.people as one_by_id
      on one_by_id.id = given.one_uuid and one_by_id.host_key is null
    left join amity.people as other_by_id
      on other_by_id.id = given.other_uuid and other_by_id.host_key is null
  ) as read;
end;

revoke execute on function amity_private.as_uuid(text) from public;
revoke execute on function amity_private.read_lines(
  text[], text[], timestamptz[], timestamptz[], text, boolean
) from public;
comment on function amity_private.as_uuid(text) is 'The uuid that a text is, or null.';
comment on function amity_private.read_lines(
  text[], text[], timestamptz[], timestamptz[], text, boolean
) is
  'The lines of an import, with the people in them; refused: person_not_found, what they call '
  'oneself, date_in_future, date_invalid, dates_reversed.';
