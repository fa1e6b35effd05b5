-- Changes the status of a transfer. Those that wait are the rows of amity.sync_transfers whose
-- status is pending_approval. Refuses: sync_transfer_not_found.
create or replace function amity_private.say_transfer_status(
  transfer uuid, said amity.sync_transfer_status, actor uuid default null, reason text default null
) returns amity.sync_transfers
language plpgsql volatile  -- invoker: the grants and the trigger decide
set search_path = pg_catalog, pg_temp
as $$
declare
  v_transfer amity.sync_transfers;
begin
  update amity.sync_transfers set
    status = said,
    -- where it is answered already, that is what is refused
    approved_by = case when said = 'approved' and status <> said then actor else approved_by end,
    denied_by = case when said = 'denied' and status <> said then actor else denied_by end,
    denial_reason = case when said = 'denied' and status <> said then reason else denial_reason end,
    error_message = case when said = 'failed' then left(reason, 2000) else error_message end
  where id = transfer
  returning * into v_transfer;
  if not found then
    perform amity_private.refuse('sync_transfer_not_found');
  end if;
  return v_transfer;
end;
$$;

create or replace function amity.approve_sync_transfer(transfer uuid, actor uuid default null)
returns amity.sync_transfers
language sql volatile
return amity_private.say_transfer_status(transfer, 'approved', actor);

create or replace function amity.deny_sync_transfer(
  transfer uuid, reason text default null, actor uuid default null
) returns amity.sync_transfers
language sql volatile
return amity_private.say_transfer_status(transfer, 'denied', actor, reason);

create or replace function amity.cancel_sync_transfer(transfer uuid) returns amity.sync_transfers
language sql volatile
return amity_private.say_transfer_status(transfer, 'cancelled');

create or replace function amity.complete_sync_transfer(transfer uuid) returns amity.sync_transfers
language sql volatile
return amity_private.say_transfer_status(transfer, 'completed');

create or replace function amity.fail_sync_transfer(transfer uuid, reason text)
returns amity.sync_transfers
language sql volatile
return amity_private.say_transfer_status(transfer, 'failed', reason => reason);

grant execute on function amity_private.say_transfer_status(
  uuid, amity.sync_transfer_status, uuid, text
) to service_role;
grant execute on function amity.approve_sync_transfer(uuid, uuid) to service_role;
grant execute on function amity.deny_sync_transfer(uuid, text, uuid) to service_role;
grant execute on function amity.cancel_sync_transfer(uuid) to service_role;
grant execute on function amity.complete_sync_transfer(uuid) to service_role;
grant execute on function amity.fail_sync_transfer(uuid, text) to service_role;
comment on function amity.approve_sync_transfer(uuid, uuid) is
  'Lets a transfer that waits begin; returns it. For services. Refuses: sync_transfer_not_found, '
  'sync_invalid_transition, sync_approval_expired.';
comment on function amity.deny_sync_transfer(uuid, text, uuid) is
  'Denies a transfer that waits, with a reason; returns it. For services. Refuses: '
  'sync_transfer_not_found, sync_invalid_transition, text_too_long, text_invalid.';
comment on function amity.cancel_sync_transfer(uuid) is
  'Stops a transfer, whether it waits or runs; returns it. For services. Refuses: '
  'sync_transfer_not_found, sync_invalid_transition.';
comment on function amity.complete_sync_transfer(uuid) is
  'Says of a running transfer that all of it went through; returns it. For services. Refuses: '
  'sync_transfer_not_found, sync_invalid_transition.';
comment on function amity.fail_sync_transfer(uuid, text) is
  'Says of a transfer that it cannot go on, and why; returns it. For services. Refuses: '
  'sync_transfer_not_found, sync_invalid_transition.';
