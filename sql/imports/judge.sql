-- Marks these lines as refused, unless they are already. Each rule names all the lines that it
-- refuses, and the first refusal of a line is told. The rules are plpgsql, whose plans know how
-- many lines there are.
create or replace function amity_private.refuse_lines(
  lines amity_private.import_line[], which integer[], why text
) returns amity_private.import_line[]
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  if which = '{}' then
    return lines;
  end if;
  return array(
    select row(line, one_id, other_id, began_at, agreed_at, case
      when refused is null and line = any (which) then why else refused
    end)::amity_private.import_line
    from unnest(lines)
  );
end;
$$;

-- The lines about two people with a block between them: each looked up, as in known.macro.
create or replace function amity_private.lines_across_a_block(lines amity_private.import_line[])
returns integer[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return array(
    select line from unnest(lines) cross join lateral (
      select from amity.blocks where blocker_id = one_id and blocked_id = other_id
      union all
      select from amity.blocks where blocker_id = other_id and blocked_id = one_id
      offset 0
    ) as found
  );
end;
$$;

-- The lines that repeat an earlier one, in either direction if either_way.
create or replace function amity_private.repeated_lines(
  lines amity_private.import_line[], either_way boolean
) returns integer[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return array(
    select line from (
      select line, row_number() over (partition by
        case when either_way then least(one_id, other_id) else one_id end,
        case when either_way then greatest(one_id, other_id) else other_id end
        order by line
      ) as time
      from unnest(lines) where refused is null
    ) as counted
    where time > 1
  );
end;
$$;
