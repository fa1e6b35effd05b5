create or replace function amity.revoke_invite(invite uuid) returns amity.invites
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_invite amity.invites;
begin
  delete from amity.invites where id = invite and issuer_id = (select amity.me())
  returning * into v_invite;
  if not found then
    perform amity_private.refuse('invite_not_found');
  end if;
  return v_invite;
end;
$$;

grant execute on function amity.revoke_invite(uuid) to authenticated;
comment on function amity.revoke_invite(uuid) is
  'Withdraws an invite of mine; returns it as it was. What came of it stays. Refuses: '
  'invite_not_found, signed_out, not_joined.';
