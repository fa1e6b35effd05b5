{% from 'foundation/client.macro' import definer %}
-- Redeeming. Across a block, either way, a token opens nothing: what comes back is what comes back
-- for one that never was, in the same words from the same line and after the same work, whatever
-- else is true of the invite.

-- The invite that a token opens for a person, locked; null if there is none, and across a block.
create or replace function amity_private.hold_invite(token text, redeemer uuid)
returns amity.invites
language plpgsql volatile
set search_path = pg_catalog, pg_temp
set enable_seqscan = off  -- see blocks/found_as.sql
as $$
declare
  v_nobody constant uuid := amity_private.nobody_for(redeemer);
  v_id uuid;
  v_invite amity.invites;
  v_issuer uuid;
  v_parted boolean;
begin
  -- first, so that it does not tell a token that opens something from one that does not
  perform amity_private.require_read_committed();
  select invite_id into v_id from amity_private.invite_tokens
  where token_hash = amity_private.hash_token(token);
  perform amity_private.make_up_for(v_id is not null, redeemer);
  select * into v_invite from amity.invites where id = coalesce(v_id, v_nobody);
  perform amity_private.make_up_for(v_id is not null, redeemer);
  v_issuer := amity_private.found_as(coalesce(v_invite.issuer_id, v_nobody), redeemer);
  v_parted := exists (
    select from amity.blocks where blocker_id = redeemer and blocked_id = v_issuer
  );
  if v_parted or v_issuer <> v_invite.issuer_id then
    return null;  -- nothing is held that would not be held for a token that never was
  elsif v_invite.issuer_id <> redeemer then
    perform amity_private.lock_pair(v_invite.issuer_id, redeemer);
    perform amity_private.hold_people(v_invite.issuer_id, redeemer);
    select * into v_invite from amity.invites
    where id = v_invite.id and not amity_private.is_blocked_either_way(issuer_id, redeemer)
    for update;
  end if;
  return v_invite;
end;
$$;

{% call definer(
  'redeem_invite', 'token text', 'amity.connections', to='authenticated',
  because='the redeemer may not see the invite',
  says="Redeems an invite: returns my connection with its issuer, or my request to them. Refuses:
    invite_not_found, invite_expired, invite_used_up, self_connection, already_connected,
    pending_request, request_received, cooling_down, limit_reached, connections_disabled,
    signed_out, not_joined."
) %}
declare
  v_me constant uuid := amity_private.invite_speaker();
  v_invite constant amity.invites := amity_private.hold_invite(token, v_me);
  v_known amity.connections;
  v_connection amity.connections;
begin
  if v_invite.id is null then
    perform amity_private.refuse('invite_not_found');
  elsif v_invite.issuer_id = v_me then
    perform amity_private.refuse('self_connection');
  end if;
  v_known := amity_private.hold_connection(v_me, v_invite.issuer_id);
  -- a second click on the same invite gets this too
  if v_known.status = 'accepted' then
    perform amity_private.refuse('already_connected');
  elsif v_invite.expires_at <= clock_timestamp() then
    perform amity_private.refuse('invite_expired');
  elsif v_invite.uses >= v_invite.max_uses then
    perform amity_private.refuse('invite_used_up');
  end if;
  if v_invite.kind = 'request' and v_known.id is not null then
    -- like any request that meets another: the issuer's is accepted, an own one is still pending
    insert into amity.connections (requester_id, recipient_id) values (v_me, v_invite.issuer_id)
    returning * into v_connection;
  else
    v_connection := amity_private.tie_invited(v_me, v_invite, v_known);
  end if;
  -- whatever was refused above has not used it
  update amity.invites set uses = uses + 1, last_used_at = clock_timestamp() where id = v_invite.id;
  return v_connection;
end;
{% endcall %}
