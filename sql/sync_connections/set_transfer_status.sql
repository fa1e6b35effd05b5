{% from 'foundation/client.macro' import act %}
-- By hand, as a plain update of the status would: amity_private.tg_sync_transfers__change()
-- decides. Where the transfer has that status already, the name and the reason stay, so that the
-- status is what is refused.
{% call act(
  'approve_sync_transfer', 'transfer uuid, actor uuid default null', 'amity.sync_transfers',
  to='service_role', or_else="refuse('sync_transfer_not_found')",
  says="Approves a transfer that waits; returns it. For services. Refuses: sync_transfer_not_found,
    sync_invalid_transition, sync_approval_expired."
) %}
  update amity.sync_transfers set
    status = 'approved',
    approved_by = case when status = 'approved' then approved_by else actor end
  where id = transfer
{% endcall %}

{% call act(
  'deny_sync_transfer', 'transfer uuid, reason text default null, actor uuid default null',
  'amity.sync_transfers', to='service_role', or_else="refuse('sync_transfer_not_found')",
  says="Denies a transfer that waits, with a reason; returns it. For services. Refuses:
    sync_transfer_not_found, sync_invalid_transition, text_too_long, text_invalid."
) %}
  update amity.sync_transfers set
    status = 'denied',
    denied_by = case when status = 'denied' then denied_by else actor end,
    denial_reason = case when status = 'denied' then denial_reason else reason end
  where id = transfer
{% endcall %}

{% call act(
  'cancel_sync_transfer', 'transfer uuid', 'amity.sync_transfers', to='service_role',
  or_else="refuse('sync_transfer_not_found')",
  says="Cancels a transfer that waits or runs; returns it. For services. Refuses:
    sync_transfer_not_found, sync_invalid_transition."
) %}
  update amity.sync_transfers set status = 'cancelled' where id = transfer
{% endcall %}

{% call act(
  'complete_sync_transfer', 'transfer uuid', 'amity.sync_transfers', to='service_role',
  or_else="refuse('sync_transfer_not_found')",
  says="Marks a running transfer as completed; returns it. For services. Refuses:
    sync_transfer_not_found, sync_invalid_transition."
) %}
  update amity.sync_transfers set status = 'completed' where id = transfer
{% endcall %}

{% call act(
  'fail_sync_transfer', 'transfer uuid, reason text', 'amity.sync_transfers', to='service_role',
  or_else="refuse('sync_transfer_not_found')",
  says="Marks a transfer as failed, with the reason; returns it. For services. Refuses:
    sync_transfer_not_found, sync_invalid_transition."
) %}
  update amity.sync_transfers set status = 'failed', error_message = left(reason, 2000)
  where id = transfer
{% endcall %}
