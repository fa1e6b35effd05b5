{% from 'imports/import.macro' import existing_lines %}
{{ existing_lines(
  'blocked_lines', 'amity.blocks',
  'blocker_id = one_id and blocked_id = other_id'
) }}

-- The lines of an import of blocks, each with its refusal.
create or replace function amity_private.judge_blocks(
  blockers text[], blocked text[], created timestamptz[]
) returns amity_private.import_line[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_lines amity_private.import_line[];
begin
  -- any id can be blocked, also an unknown one
  v_lines := amity_private.read_lines(
    blockers, blocked, created, null, 'self_block', false, may_be_unknown => true);
  v_lines := amity_private.refuse_lines(
    v_lines, amity_private.blocked_lines(v_lines), 'already_blocked');
  v_lines := amity_private.refuse_lines(v_lines, array(
    select line from unnest(v_lines) join amity_private.blocks_history
      on blocker_id = one_id and blocked_id = other_id and action = 'unblocked'
      and occurred_at >= coalesce(began_at, '-infinity')
  ), 'ended_since');
  return amity_private.refuse_lines(
    v_lines, amity_private.repeated_lines(v_lines, false), 'already_blocked');
end;
$$;

-- The lines about two people between whom a block ends something: what the triggers of amity.blocks
-- look for. Triggers about anything else fire for every line.
create or replace function amity_private.lines_with_ties(lines amity_private.import_line[])
returns integer[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
set enable_hashjoin = off  -- see existing_lines() in import.macro
set enable_mergejoin = off
as $$
begin
  return array(
    with ways as (
      select line, one_id, other_id, true as is_blockers from unnest(lines)
      union all
      select line, other_id, one_id, false from unnest(lines)
    )
    select line from unnest(lines) join amity.connections
      on least(requester_id, recipient_id) = least(one_id, other_id)
      and greatest(requester_id, recipient_id) = greatest(one_id, other_id)
    union
    select line from ways join amity.follows on follower_id = one_id and followed_id = other_id
    union
    select line from ways join amity.step_backs on owner_id = one_id and person_id = other_id
    union
    select line from ways join amity.circle_members
      on invited_by = one_id and person_id = other_id
    union
    select line from ways join amity.labels
      on owner_id = one_id and person_id = other_id and not is_blockers
    union
    select line from ways join amity.dismissed_suggestions
      on owner_id = one_id and person_id = other_id and not is_blockers
  );
end;
$$;
