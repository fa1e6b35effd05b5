-- Writes blocks and their history, for each line that is not refused.
create or replace function amity_private.write_blocks(lines amity_private.import_line[])
returns void
language sql volatile
begin atomic
  with batch as materialized (
    select amity_private.new_batch() as name
  ), made as (
    insert into amity.blocks (id, blocker_id, blocked_id, created_at)
    select amity_private.id_of_line(batch.name, line), one_id, other_id,
      coalesce(began_at, clock_timestamp())
    from unnest(lines) cross join batch
    where refused is null
    returning *
  )
  insert into amity_private.blocks_history
    (block_id, blocker_id, blocked_id, action, cause, occurred_at)
  select id, blocker_id, blocked_id, 'blocked', 'import', created_at from made;
end;

-- Most imported blocks have nothing to end. Where there is something, the triggers that every block
-- has end it.
create or replace function amity_private.import_blocks(
  blockers text[], blocked text[], created timestamptz[]
) returns setof amity_private.import_line
language plpgsql volatile security definer  -- it writes for everybody, and past the row triggers
set search_path = pg_catalog, pg_temp
set lock_timeout = '300ms'
set plan_cache_mode = force_custom_plan
set random_page_cost = 1.1  -- what is looked up so often is in memory
set jit = off
set max_parallel_workers_per_gather = 0  -- to start workers takes longer than what they would do
as $$
declare
  v_ends_ties constant int4multirange := '{[500,600)}'::int4multirange;
  v_lines amity_private.import_line[];
  v_tied integer[];
  v_undo text;
  v_undo_ending text;
begin
  perform amity_private.require_service_caller(
    'amity_private.import_blocks(text[], text[], timestamptz[])');
  perform amity_private.begin_import(greatest(cardinality(blockers), cardinality(blocked)));
  v_lines := amity_private.judge_blocks(blockers, blocked, created);
  -- whoever begins something new with one of them, in whatever kind, holds them first
  perform from amity.people
  where id in (select unnest(array[one_id, other_id]) from unnest(v_lines) where refused is null)
  order by id for update;
  v_tied := amity_private.lines_with_ties(v_lines);

  v_undo := amity_private.silence_triggers('amity.blocks', '{[0,500),[900,1000)}');
  v_undo_ending := amity_private.silence_triggers('amity.blocks', v_ends_ties);
  perform amity_private.write_blocks(amity_private.refuse_lines(v_lines, v_tied, 'tied'));
  execute v_undo_ending;
  -- what ends the ties asks the same for every line; of two who block each other, the first ends it
  perform set_config('plan_cache_mode', 'auto', true);
  perform amity_private.write_blocks(
    array(select lines from unnest(v_lines) as lines where line = any (v_tied) order by line));
  execute v_undo;
  return query select * from unnest(v_lines) where refused is not null order by line;
exception
  when lock_not_available or deadlock_detected then
    perform amity_private.refuse('import_busy');
  when object_in_use then
    perform amity_private.refuse('import_not_alone');
end;
$$;

create or replace function amity.import_blocks(
  blockers text[], blocked text[], created_at timestamptz[] default null
) returns table (line integer, refused text)
language sql volatile
begin atomic
  select lines.line, lines.refused
  from amity_private.import_blocks(blockers, blocked, created_at) as lines;
end;

grant execute on function amity_private.import_blocks(text[], text[], timestamptz[])
  to service_role;
grant execute on function amity.import_blocks(text[], text[], timestamptz[]) to service_role;
comment on function amity.import_blocks(text[], text[], timestamptz[]) is
  'Makes blocks that existed elsewhere, with their dates, all in one step, and ends the ties that '
  'they part; returns the lines that are refused, by their place: person_not_found, self_block, '
  'date_in_future, date_invalid, already_blocked, ended_since. See amity.import_connections(). '
  'For services. Refuses: import_busy, import_not_alone, import_too_large, not_yours, '
  'isolation_unsupported.';
