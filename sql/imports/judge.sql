-- Each rule names the lines that it refuses, all at once; the first that refuses a line is told.
-- All of it is plpgsql, whose plans know how many lines there are.
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

create or replace function amity_private.lines_across_a_block(lines amity_private.import_line[])
returns integer[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return array(
    select line from unnest(lines) join amity.blocks
      on blocker_id = one_id and blocked_id = other_id
    union all
    select line from unnest(lines) join amity.blocks
      on blocker_id = other_id and blocked_id = one_id
  );
end;
$$;

-- Of two lines that say the same, the first one counts.
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

comment on function amity_private.refuse_lines(amity_private.import_line[], integer[], text) is
  'The same lines, these of them refused unless they were before.';
comment on function amity_private.lines_across_a_block(amity_private.import_line[]) is
  'The lines about two people one of whom blocked the other.';
comment on function amity_private.repeated_lines(amity_private.import_line[], boolean) is
  'The lines that say what an earlier one says, perhaps the other way round.';
