-- A cap, for many lines at once and as if they came one after the other. A line is taken if, even
-- with every undecided line before it, there is room for both people; it is refused once one of
-- them has none. Each round decides at least the first line that is left.
create or replace function amity_private.lines_over_cap(
  lines amity_private.import_line[], setting text, what amity_private.tally, for_both boolean
) returns integer[]
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_cap constant integer := amity_private.setting_number(setting);
  v_open integer[];
  v_taken integer[] := '{}'::integer[];
  v_full integer[] := '{}'::integer[];
begin
  if v_cap is null then
    return '{}'::integer[];
  end if;
  loop
    with room as (
      select ends.line, ends.is_taken,
        v_cap - amity_private.tally_of(ends.person, what)
          - count(*) filter (where ends.is_taken) over person as places,
        count(*) filter (where not ends.is_taken) over (person order by ends.line) as place
      from (
        select line, line = any (v_taken) as is_taken, unnest(
          case when for_both then array[one_id, other_id] else array[one_id] end
        ) as person
        from unnest(lines)
        where refused is null and line <> all (v_full)
      ) as ends
      window person as (partition by ends.person)
    ), decided as (
      select line, min(places) <= 0 as is_full, bool_and(place <= places) as is_taken
      from room where not is_taken group by line
    )
    select
      v_full || coalesce(array_agg(line) filter (where is_full), '{}'),
      v_taken || coalesce(array_agg(line) filter (where is_taken and not is_full), '{}'),
      array_agg(line) filter (where not is_full and not is_taken)
    into v_full, v_taken, v_open
    from decided;
    exit when v_open is null;
  end loop;
  return v_full;
end;
$$;

revoke execute on function amity_private.lines_over_cap(
  amity_private.import_line[], text, amity_private.tally, boolean
) from public;
comment on function amity_private.lines_over_cap(
  amity_private.import_line[], text, amity_private.tally, boolean
) is
  'The lines for which a cap leaves no room: to the first person of them, or to either.';
