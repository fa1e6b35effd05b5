-- Each text as a uuid, or null: see amity_private.as_uuid(text). Usually all are uuids, and one
-- cast does it.
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

-- The lines with the ids of their people, who are named by the host's key or the id, as in
-- amity.person_of(text). Lines that are neighbours in the index of ties are neighbours here.
-- Refused lines: person_not_found, the given slug for oneself, date_in_future, date_invalid,
-- dates_reversed.
create or replace function amity_private.read_lines(
  ones text[], others text[], begun timestamptz[], agreed timestamptz[],
  myself text, either_way boolean, may_be_unknown boolean
) returns amity_private.import_line[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  -- by the index: to find that no person has a key would read all of them
  v_some_have_keys constant boolean := (select min(host_key) from amity.people) is not null;
  v_some_have_none constant boolean := exists (select from amity.people where host_key is null);
begin
  return array(
    select row(
      read.line, read.one_id, read.other_id, read.began_at, read.agreed_at,
      case
        when read.one_id is null or read.other_id is null then 'person_not_found'
        when read.one_id = read.other_id then read_lines.myself
        when greatest(read.began_at, read.agreed_at) > clock_timestamp() then 'date_in_future'
        -- what few clients could read again
        when least(read.began_at, read.agreed_at) < '0001-01-01Z' then 'date_invalid'
        when read.began_at > read.agreed_at then 'dates_reversed'
      end
    )::amity_private.import_line
    from (
      select given.line, given.began_at, given.agreed_at,
        coalesce(one_by_key.id, case when one_by_id.host_key is null then one_by_id.id end)
          as one_id,
        coalesce(other_by_key.id, case when other_by_id.host_key is null then other_by_id.id end,
          case when read_lines.may_be_unknown then given.other_uuid end) as other_id
      from unnest(
        ones, others, amity_private.as_uuids(ones), amity_private.as_uuids(others), begun, agreed
      ) with ordinality as given (one, other, one_uuid, other_uuid, began_at, agreed_at, line)
      left join amity.people as one_by_key
        on v_some_have_keys and one_by_key.host_key = given.one
      left join amity.people as other_by_key
        on v_some_have_keys and other_by_key.host_key = given.other
      left join amity.people as one_by_id
        on v_some_have_none and one_by_id.id = given.one_uuid
      left join amity.people as other_by_id
        on v_some_have_none and other_by_id.id = given.other_uuid
    ) as read
    order by
      case when either_way then least(read.one_id, read.other_id) else read.one_id end,
      case when either_way then greatest(read.one_id, read.other_id) else read.other_id end
  );
end;
$$;
