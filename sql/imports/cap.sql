-- The lines for which a cap leaves no room, as if they came one after the other: each takes a place
-- of both its people, or of the first. People are counted by number, so this is one pass over two
-- arrays.
create or replace function amity_private.lines_over_cap(
  lines amity_private.import_line[], setting text, what amity_private.tally, for_both boolean
) returns integer[]
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_cap constant integer := amity_private.setting_number(setting);
  v_people uuid[];
  v_places bigint[];
  v_full integer[] := '{}'::integer[];
  v_line record;
begin
  v_people := array(
    select distinct unnest(array[one_id, other_id]) from unnest(lines) where refused is null
  );
  v_places := array(
    select v_cap - amity_private.tally_of(person, what)
    from unnest(v_people) with ordinality as people (person, number) order by number
  );
  for v_line in
    with people as (select * from unnest(v_people) with ordinality as people (person, number))
    select line, one.number as one, case when for_both then other.number end as other
    from unnest(lines)
    join people as one on one.person = one_id
    join people as other on other.person = other_id
    where refused is null order by line
  loop
    if least(v_places[v_line.one], v_places[v_line.other]) <= 0 then
      v_full := v_full || v_line.line;
    else
      v_places[v_line.one] := v_places[v_line.one] - 1;
      if for_both then
        v_places[v_line.other] := v_places[v_line.other] - 1;
      end if;
    end if;
  end loop;
  return v_full;
end;
$$;

-- Refuses lines that repeat an earlier one, and lines for which a cap leaves no room: then there is
-- none for a repetition either.
create or replace function amity_private.refuse_surplus(
  lines amity_private.import_line[], either_way boolean, there text,
  setting text default null, what amity_private.tally default null
) returns amity_private.import_line[]
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_repeated constant integer[] := amity_private.repeated_lines(lines, either_way);
  v_lines amity_private.import_line[] := amity_private.refuse_lines(lines, v_repeated, there);
begin
  if amity_private.setting_number(setting) is null then
    return v_lines;
  end if;
  v_lines := amity_private.refuse_lines(
    lines, amity_private.lines_over_cap(v_lines, setting, what, either_way), 'limit_reached');
  v_lines := amity_private.refuse_lines(
    v_lines, amity_private.repeated_lines(v_lines, either_way), there);
  return amity_private.refuse_lines(v_lines, v_repeated, 'limit_reached');
end;
$$;
