{% from 'foundation/client.macro' import definer %}
-- The one way to an invite. A token that went through a plain insert would be in the table for a
-- moment, and in the write-ahead log, its copies and its backups for ever.

-- The caller, for functions that write as their owner, whom tg_require_speaker() would let pass.
-- Refuses: signed_out, not_joined.
create or replace function amity_private.invite_speaker() returns uuid
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  if amity.me() is null then
    perform amity_private.refuse('signed_out');
  elsif not exists (select from amity.people where id = amity.me()) then
    perform amity_private.refuse('not_joined');
  end if;
  return amity.me();
end;
$$;

{% call definer(
  'issue_invite', "medium amity.invite_medium default 'link',
    kind amity.invite_kind default 'connect', max_uses integer default 1,
    ttl interval default null, note text default null",
  'amity.issued_invite', to='authenticated', because='people may not insert invites',
  says="Makes an invite and returns it with its token, this once; the person who redeems it is
    connected with me, or asks me. Once, unless max_uses says how often, null being any number; a QR
    code always once, and it takes the place of the one before. Without ttl it lasts as long as it
    may. Refuses: invite_invalid, limit_reached, text_too_long, text_invalid, signed_out,
    not_joined."
) %}
declare
  v_me constant uuid := amity_private.invite_speaker();
  v_now constant timestamptz := clock_timestamp();
  v_token constant text := amity_private.new_token();
  v_invite amity.invites;
begin
  insert into amity.invites (issuer_id, medium, kind, note, max_uses, issued_at, expires_at)
  values (
    v_me, coalesce(issue_invite.medium, 'link'), coalesce(issue_invite.kind, 'connect'),
    issue_invite.note, issue_invite.max_uses, v_now,
    -- further away there are no moments to add up to
    v_now + amity_private.exact_interval(case when issue_invite.ttl is not null
      then greatest(least(issue_invite.ttl, interval '1000 years'), interval '-1 year') end)
  ) returning * into v_invite;
  insert into amity_private.invite_tokens (token_hash, invite_id)
  values (amity_private.hash_token(v_token), v_invite.id);
  return (
    v_token, v_invite.id, v_invite.medium, v_invite.kind, v_invite.note, v_invite.max_uses,
    v_invite.expires_at
  );
end;
{% endcall %}
