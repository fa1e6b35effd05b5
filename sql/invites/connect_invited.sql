-- The tie that an invite brings about is written as every other is, into amity.connections, so that
-- all of its rules hold. Only the history is written here, first, because only here is the cause
-- known.

-- Connects redeemer and issuer, or asks; returns the row. `known` is the pending request of the
-- two, if any. The issuer consented by issuing. Refuses what amity.connections refuses.
create or replace function amity_private.tie_invited(
  redeemer uuid, invite amity.invites, known amity.connections
) returns amity.connections
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_tie amity.connections := known;
begin
  if known.id is null then
    v_tie.id := amity.uuid_v7();
    v_tie.requester_id := redeemer;
    v_tie.recipient_id := invite.issuer_id;
    v_tie.requested_at := clock_timestamp();
  end if;
  v_tie.status := case
    when invite.kind = 'request' and amity_private.setting_is_on('connections_need_approval')
    then 'pending'
    else 'accepted'
  end::amity.connections_status;
  if v_tie.status = 'accepted' then
    v_tie.responded_at := clock_timestamp();
  end if;
  perform amity_private.remember_connection(
    v_tie,
    case v_tie.status when 'pending' then 'requested' else 'accepted' end::amity.connection_action,
    'invite',
    coalesce(v_tie.responded_at, v_tie.requested_at)
  );
  if v_tie.requester_id = redeemer then
    -- my own request leaves and comes back accepted, with its id
    delete from amity.connections where id = v_tie.id;
    insert into amity.connections values (v_tie.*) returning * into v_tie;
  else
    update amity.connections set status = 'accepted' where id = v_tie.id returning * into v_tie;
  end if;
  return v_tie;
end;
$$;
