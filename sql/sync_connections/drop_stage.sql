-- Drops a stage, unless another session uses it: this one may hold the row of a transfer that the
-- other one waits for, so it does not wait, and leaves the stage to amity.tidy().
create or replace function amity_private.drop_sync_stage(stage regclass) returns boolean
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  execute format('lock table %s in access exclusive mode nowait', stage);
  execute format('drop table %s', stage);
  return true;
exception
  when lock_not_available then
    return false;
end;
$$;

-- The stages of transfers that are over, or whose connection is gone.
create or replace view amity_private.sync_stages_left with (security_invoker = true) as
select pg_class.oid::regclass as stage
from pg_catalog.pg_class
where relnamespace = 'amity_private'::regnamespace and relkind = 'r'
  and relname ~ '^sync_stage_[0-9a-f]{32}$'
  and not exists (
    select from amity.sync_transfers as transfers
    where transfers.id = substr(relname, 12)::uuid and transfers.status = 'in_progress'
      and transfers.sync_connection_id is not null
  );

comment on view amity_private.sync_stages_left is
  'Stages without a transfer that needs them: none, unless one was in use when its transfer ended.';
comment on column amity_private.sync_stages_left.stage is 'The table.';

-- Drops the stage of a transfer that ended, or whose connection was deleted.
create or replace function amity_private.tg_sync_transfers__drop_stage() returns trigger
language plpgsql volatile security definer  -- a stage belongs to the owner of the schema
set search_path = pg_catalog, pg_temp
as $$
declare
  v_stage constant regclass := to_regclass(amity_private.sync_stage(new.id));
begin
  if v_stage is not null then
    perform amity_private.drop_sync_stage(v_stage);
  end if;
  return null;
end;
$$;

create or replace trigger _510_drop_stage
after update of status, sync_connection_id on amity.sync_transfers
for each row
when (new.direction = 'receive' and (new.completed_at is not null or new.sync_connection_id is null))
execute function amity_private.tg_sync_transfers__drop_stage();
