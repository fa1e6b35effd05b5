-- The invariants of invites that are broken. See amity.verify().
create or replace function amity_private.verify_invites()
returns table (invariant text, detail text)
language sql stable
begin atomic
  select 'has_a_token', invites.id::text from amity.invites
  where not exists (
    select from amity_private.invite_tokens where invite_tokens.invite_id = invites.id
  );
end;
