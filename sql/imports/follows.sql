-- Writes what is not refused: rows, history and counts. The triggers that would do it row by row
-- are off: see hold.sql.
create or replace function amity_private.write_follows(lines amity_private.import_line[])
returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_batch constant text := amity_private.new_batch();
  v_undo constant text := amity_private.silence_triggers('amity.follows');
begin
  with made as (
    insert into amity.follows (id, follower_id, followed_id, created_at)
    select amity_private.id_of_line(v_batch, line), one_id, other_id,
      coalesce(began_at, clock_timestamp())
    from unnest(lines) where refused is null
    returning *
  )
  insert into amity_private.follows_history
    (follow_id, follower_id, followed_id, action, cause, occurred_at)
  select id, follower_id, followed_id, 'followed', 'import', created_at from made;
  execute v_undo;

  perform amity_private.add_to_tallies(
    array(select one_id from unnest(lines) where refused is null), 'following');
  perform amity_private.add_to_tallies(
    array(select other_id from unnest(lines) where refused is null), 'followers');
end;
$$;

-- What amity.import_follows() does.
create or replace function amity_private.import_follows(
  followers text[], followed text[], created timestamptz[]
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
  v_lines amity_private.import_line[];
begin
  perform amity_private.require_service_caller(
    'amity_private.import_follows(text[], text[], timestamptz[])');
  perform amity_private.begin_import(greatest(cardinality(followers), cardinality(followed)));
  if not amity_private.setting_is_on('follows_enabled') then
    perform amity_private.refuse('follows_disabled');
  end if;
  v_lines := amity_private.judge_follows(followers, followed, created);
  perform amity_private.write_follows(v_lines);
  return query select * from unnest(v_lines) where refused is not null order by line;
exception
  when lock_not_available or deadlock_detected then
    perform amity_private.refuse('import_busy');
  when object_in_use then
    perform amity_private.refuse('import_not_alone');
end;
$$;

create or replace function amity.import_follows(
  followers text[], followed text[], created_at timestamptz[] default null
) returns table (line integer, refused text)
language sql volatile
begin atomic
  select lines.line, lines.refused
  from amity_private.import_follows(followers, followed, created_at) as lines;
end;

grant execute on function amity_private.import_follows(text[], text[], timestamptz[])
  to service_role;
grant execute on function amity.import_follows(text[], text[], timestamptz[]) to service_role;
comment on function amity.import_follows(text[], text[], timestamptz[]) is
  'Makes follows that existed elsewhere, with their dates, all in one step; returns the lines that '
  'are refused, by their place: person_not_found, self_follow, date_in_future, date_invalid, '
  'blocked, already_following, ended_since, limit_reached. See amity.import_connections(). '
  'For services. Refuses: import_busy, import_not_alone, import_too_large, follows_disabled, '
  'not_yours, isolation_unsupported.';
