{% from 'foundation/client.macro' import definer %}
-- A token is known by its key, three times its SHA-256: one is what a proof shows, two are stored.
-- There are at most a hundred nonces that were never used, so that asking fills nothing; one that is
-- used is not driven out by them, and ends five minutes after its last request.
{% call definer(
  'sync_challenge', 'key text', 'uuid', because='only the key is known here',
  to='service_role, amity_receiver',
  says="For a receiving site: a nonce with which it proves its token, for as long as no five minutes
    pass between two requests. key is SHA-256(SHA-256(SHA-256(token))) in hexadecimal; for one that
    is unknown the nonce proves nothing. How to make a proof: see the manual of sync connections."
) %}
declare
  v_nonce uuid := gen_random_uuid();
  v_connection constant uuid := (
    select sync_connection_id from amity_private.sync_credentials
    where encode(sha256(token_hash), 'hex') = key
  );
begin
  delete from amity_private.sync_challenges as old
  where sync_connection_id = v_connection and (
    used_at < clock_timestamp() - interval '5 minutes'
    or requests = 0 and used_at <= (
      select used_at from amity_private.sync_challenges
      where sync_connection_id = v_connection and requests = 0
      order by used_at desc offset 99 limit 1
    )
  );
  insert into amity_private.sync_challenges (nonce, sync_connection_id)
  select v_nonce, v_connection where v_connection is not null;
  return v_nonce;
end;
{% endcall %}
