{% from 'foundation/client.macro' import definer %}
{% call definer(
  'rotate_sync_token', 'connection uuid, actor uuid default null', 'text',
  because='the credentials are not granted',
  says="Gives a sending connection a new token and returns it, this once; the old one is worth
    nothing from now on. For services. Refuses: sync_connection_not_found, sync_wrong_direction,
    sync_invalid_transition (revoked)."
) %}
declare
  v_connection constant amity.sync_connections :=
    amity_private.hold_sync_connection(connection, 'sender');
  v_token constant text := amity_private.new_token();
begin
  if v_connection.status = 'revoked' then
    perform amity_private.refuse('sync_invalid_transition', 'revoked', 'active');
  end if;
  insert into amity_private.sync_credentials (sync_connection_id, token_hash)
  values (connection, sha256(amity_private.hash_token(v_token)))
  on conflict (sync_connection_id) do update set token_hash = excluded.token_hash;
  update amity.sync_connections set token_issued_at = clock_timestamp() where id = connection;
  perform amity_private.note_sync(v_connection, 'token_issued', coalesce(actor, amity.me()));
  return v_token;
end;
{% endcall %}
