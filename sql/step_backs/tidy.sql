create or replace function amity_private.tidy_step_backs() returns bigint
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_lapsed bigint;
begin
  delete from amity.step_backs
  where id in (
    -- what somebody holds is left to them: this waits for nobody while it holds many
    select id from amity.step_backs where until <= statement_timestamp() for update skip locked
  );
  get diagnostics v_lapsed = row_count;
  return v_lapsed + amity_private.trim_step_backs_history(
    clock_timestamp() - amity_private.setting_interval('history_retention')
  );
end;
$$;

comment on function amity_private.tidy_step_backs() is
  'Clears away step-backs that are over and forgets those past history_retention; returns how '
  'many rows. See amity.tidy().';
