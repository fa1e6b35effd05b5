create or replace function amity.sync_request(
  token text, table_name text, password text default null
) returns amity.sync_authorization
language sql volatile
return amity_private.sync_request(token, table_name, password);

grant execute on function amity.sync_request(text, text, text) to service_role, amity_receiver;
comment on function amity.sync_request(text, text, text) is
  'For a receiving site: asks the sending one to approve a transfer of a table, and returns it in '
  'transfer_id. Asked again while that waits, it returns the same. Never refuses by an error: see '
  'amity.sync_authorization.';
