{% from 'foundation/client.macro' import act %}
{% call act(
  'revoke_invite', 'invite uuid', 'amity.invites', to='authenticated',
  or_else="refuse('invite_not_found')",
  says="Withdraws an invite of mine; returns it as it was. What came of it stays. Refuses:
    invite_not_found, signed_out, not_joined."
) %}
  delete from amity.invites where id = invite and issuer_id = (select amity.me())
{% endcall %}
