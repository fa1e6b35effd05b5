{% from 'foundation/table.macro' import keep_all %}
-- No insert: whatever a RETURNING could show of a token would have been stored first.
drop policy if exists select_mine on amity.invites;
create policy select_mine on amity.invites for select to authenticated
  using (issuer_id = (select amity.me()) and amity_private.search_by(issuer_id));
grant select (
  id, issuer_id, medium, kind, note, max_uses, uses, issued_at, expires_at, last_used_at
) on amity.invites to authenticated;
comment on policy select_mine on amity.invites is 'Only its issuer sees an invite.';

drop policy if exists update_mine on amity.invites;
create policy update_mine on amity.invites for update to authenticated
  using (issuer_id = (select amity.me())) with check (issuer_id = (select amity.me()));
grant update (note) on amity.invites to authenticated;
comment on policy update_mine on amity.invites is 'The issuer may change the note, nothing else.';

create or replace trigger _050_keep_columns
before update of medium, kind, max_uses, uses, issued_at, expires_at, last_used_at on amity.invites
for each row execute function amity_private.tg_columns__keep();

drop policy if exists delete_mine on amity.invites;
create policy delete_mine on amity.invites for delete to authenticated
  using (issuer_id = (select amity.me()));
grant delete on amity.invites to authenticated;
comment on policy delete_mine on amity.invites is 'Only the issuer withdraws an invite.';

drop policy if exists all_service on amity.invites;
create policy all_service on amity.invites to service_role using (true) with check (true);
grant select, delete, update (note) on amity.invites to service_role;
comment on policy all_service on amity.invites is
  'A service may look after invites. It issues none: an invite is its issuer''s consent.';

{{ keep_all('amity.invites') }}
{{ keep_all('amity_private.invite_tokens') }}
