drop policy if exists select_mine on amity.dismissed_suggestions;
create policy select_mine on amity.dismissed_suggestions for select to authenticated
  using (owner_id = (select amity.me()) and amity_private.search_by(owner_id));
grant select (owner_id, person_id, dismissed_at) on amity.dismissed_suggestions to authenticated;
comment on policy select_mine on amity.dismissed_suggestions is
  'Only its owner knows of a dismissal.';

drop policy if exists insert_mine on amity.dismissed_suggestions;
create policy insert_mine on amity.dismissed_suggestions for insert to authenticated
  with check (owner_id = (select amity.me()));
grant insert (owner_id, person_id) on amity.dismissed_suggestions to authenticated;
comment on policy insert_mine on amity.dismissed_suggestions is
  'A person dismisses in their own name.';

create or replace trigger _050_give_columns
before insert on amity.dismissed_suggestions
for each row execute function amity_private.tg_columns__give('dismissed_at');

drop policy if exists delete_mine on amity.dismissed_suggestions;
create policy delete_mine on amity.dismissed_suggestions for delete to authenticated
  using (owner_id = (select amity.me()));
grant delete on amity.dismissed_suggestions to authenticated;
comment on policy delete_mine on amity.dismissed_suggestions is
  'Only its owner takes a dismissal back.';

drop policy if exists all_service on amity.dismissed_suggestions;
create policy all_service on amity.dismissed_suggestions to service_role
  using (true) with check (true);
grant select, insert, delete on amity.dismissed_suggestions to service_role;
comment on policy all_service on amity.dismissed_suggestions is
  'A service may look after dismissals.';

create or replace trigger _100_keep_all
before truncate on amity.dismissed_suggestions
for each statement execute function amity_private.tg_tables__refuse_truncate();
