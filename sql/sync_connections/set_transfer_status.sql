{% from 'foundation/client.macro' import act %}
{# refuses: beside an unknown transfer and another status #}
{% macro set_status(name, parameters, changes, says, refuses='') %}
{% call act(
  name, parameters, 'amity.sync_transfers', to='service_role',
  or_else="refuse('sync_transfer_not_found')",
  says=says ~ '; returns it. For services. Refuses: sync_transfer_not_found,
    sync_invalid_transition' ~ refuses ~ '.'
) %}
  update amity.sync_transfers set {{ changes }}
  where id = transfer
{% endcall %}
{% endmacro %}
-- By hand, as a plain update of the status would: amity_private.tg_sync_transfers__change()
-- decides. Where the transfer has that status already, the name and the reason stay, so that the
-- status is what is refused.
{{ set_status('approve_sync_transfer', 'transfer uuid, actor uuid default null',
  "status = 'approved',
    approved_by = case when status = 'approved' then approved_by else actor end",
  says='Approves a transfer that waits', refuses=', sync_approval_expired') }}

{{ set_status(
  'deny_sync_transfer', 'transfer uuid, reason text default null, actor uuid default null',
  "status = 'denied',
    denied_by = case when status = 'denied' then denied_by else actor end,
    denial_reason = case when status = 'denied' then denial_reason else reason end",
  says='Denies a transfer that waits, with a reason', refuses=', text_too_long, text_invalid') }}

{{ set_status('cancel_sync_transfer', 'transfer uuid', "status = 'cancelled'",
  says='Cancels a transfer that waits or runs') }}

{{ set_status('complete_sync_transfer', 'transfer uuid', "status = 'completed'",
  says='Marks a running transfer as completed') }}

{{ set_status('fail_sync_transfer', 'transfer uuid, reason text',
  "status = 'failed', error_message = left(reason, 2000)",
  says='Marks a transfer as failed, with the reason') }}
