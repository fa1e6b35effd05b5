-- What amity.import_connections() does.
create or replace function amity_private.import_connections(
  requesters text[], recipients text[], requested timestamptz[], accepted timestamptz[]
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
    'amity_private.import_connections(text[], text[], timestamptz[], timestamptz[])');
  perform amity_private.begin_import(greatest(cardinality(requesters), cardinality(recipients)));
  if not amity_private.setting_is_on('connections_enabled') then
    perform amity_private.refuse('connections_disabled');
  end if;
  v_lines := amity_private.judge_connections(requesters, recipients, requested, accepted);
  perform amity_private.write_connections(v_lines);
  return query select * from unnest(v_lines) where refused is not null order by line;
exception
  when lock_not_available or deadlock_detected then
    perform amity_private.refuse('import_busy');
  when object_in_use then
    perform amity_private.refuse('import_not_alone');
end;
$$;

create or replace function amity.import_connections(
  requesters text[], recipients text[],
  requested_at timestamptz[] default null, accepted_at timestamptz[] default null
) returns table (line integer, refused text)
language sql volatile
begin atomic
  select lines.line, lines.refused
  from amity_private.import_connections(requesters, recipients, requested_at, accepted_at) as lines;
end;

grant execute on function amity_private.import_connections(
  text[], text[], timestamptz[], timestamptz[]
) to service_role;
grant execute on function amity.import_connections(text[], text[], timestamptz[], timestamptz[])
  to service_role;
comment on function amity.import_connections(text[], text[], timestamptz[], timestamptz[]) is
  'Makes connections that existed elsewhere, with their dates, all in one step; returns the lines '
  'that are refused, by their place: person_not_found, self_connection, date_in_future, '
  'date_invalid, dates_reversed, not_accepted (requested and never accepted), blocked, '
  'already_connected, ended_since, limit_reached. People are named by their id or by the host''s '
  'key. Again is the same as once. For services. Refuses: import_busy, '
  'import_not_alone, import_too_large, connections_disabled, not_yours, isolation_unsupported.';
