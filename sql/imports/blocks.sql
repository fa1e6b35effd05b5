{% from 'imports/import.macro' import import_of %}
-- The lines about two people between whom a block ends something: what the triggers of amity.blocks
-- look for. Triggers about anything else fire for every line.
create or replace function amity_private.lines_with_ties(lines amity_private.import_line[])
returns integer[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
set enable_hashjoin = off  -- few rows of many: they are looked up
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

-- Inserts blocks and their history, for each line that is not refused.
create or replace function amity_private.insert_blocks(
  lines amity_private.import_line[], batch text
) returns void
language sql volatile
set search_path = pg_catalog, pg_temp
begin atomic
  with made as (
    insert into amity.blocks (id, blocker_id, blocked_id, created_at)
    select amity_private.id_of_line(batch, line), one_id, other_id,
      coalesce(began_at, clock_timestamp())
    from unnest(lines)
    where refused is null
    returning *
  )
  insert into amity_private.blocks_history
    (block_id, blocker_id, blocked_id, action, cause, occurred_at)
  select id, blocker_id, blocked_id, 'blocked', 'import', created_at from made;
end;

-- Most imported blocks have nothing to end: they are inserted without the triggers that end ties.
-- The others are inserted with them.
create or replace function amity_private.write_blocks(
  lines amity_private.import_line[], batch text
) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_ends_ties constant int4multirange := '{[500,600)}'::int4multirange;
  v_tied integer[];
  v_undo text;
  v_undo_ending text;
begin
  v_tied := amity_private.lines_with_ties(lines);

  v_undo := amity_private.disable_triggers('amity.blocks', '{[0,500),[900,1000)}');
  v_undo_ending := amity_private.disable_triggers('amity.blocks', v_ends_ties);
  perform amity_private.insert_blocks(amity_private.refuse_lines(lines, v_tied, 'tied'), batch);
  execute v_undo_ending;
  -- what ends the ties asks the same for every line; of two who block each other, the first ends it
  perform set_config('plan_cache_mode', 'auto', true);
  perform amity_private.insert_blocks(
    array(select tied from unnest(lines) as tied where line = any (v_tied) order by line), batch);
  execute v_undo;
end;
$$;

{{ import_of(
  'blocks', 'blockers', 'blocked', ['created_at'], 'blocker_id', 'blocked_id', anyone=true,
  myself='self_block', exists='already_blocked', ended=['unblocked'],
  ends=['amity.step_backs', 'amity.circle_members', 'amity.labels', 'amity.dismissed_suggestions'],
  says="Makes blocks that existed elsewhere, with their dates, all in one step, and ends the ties
    that they part; returns the lines that are refused, by their place: person_not_found,
    self_block, date_in_future, date_invalid, already_blocked, ended_since. See
    amity.import_connections(). For services. Refuses: import_busy, import_not_alone,
    import_too_large, not_yours, isolation_unsupported."
) }}
