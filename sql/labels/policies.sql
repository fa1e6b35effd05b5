drop policy if exists select_mine on amity.labels;
create policy select_mine on amity.labels for select to authenticated
  using (owner_id = (select amity.me()) and amity_private.search_by(owner_id));
grant select (
  id, owner_id, person_id, type_id, label, note, since_date, tags, label_encrypted,
  note_encrypted, is_encrypted, created_at
) on amity.labels to authenticated;
comment on policy select_mine on amity.labels is 'Only its owner knows of a label.';

drop policy if exists insert_mine on amity.labels;
create policy insert_mine on amity.labels for insert to authenticated
  with check (owner_id = (select amity.me()));
grant insert (
  owner_id, person_id, type_id, label, note, since_date, tags,
  label_encrypted, note_encrypted, is_encrypted
) on amity.labels to authenticated;
comment on policy insert_mine on amity.labels is 'A person labels in their own name.';

create or replace trigger _050_give_columns
before insert on amity.labels
for each row execute function amity_private.tg_columns__give('created_at');

drop policy if exists update_mine on amity.labels;
create policy update_mine on amity.labels for update to authenticated
  using (owner_id = (select amity.me())) with check (owner_id = (select amity.me()));
grant update (label, note, since_date, tags, label_encrypted, note_encrypted, is_encrypted)
  on amity.labels to authenticated;
comment on policy update_mine on amity.labels is
  'Its owner may change what a label says, not whose it is, about whom, or of which type.';

create or replace trigger _050_keep_columns
before update of created_at on amity.labels
for each row execute function amity_private.tg_columns__keep();

drop policy if exists delete_mine on amity.labels;
create policy delete_mine on amity.labels for delete to authenticated
  using (owner_id = (select amity.me()));
grant delete on amity.labels to authenticated;
comment on policy delete_mine on amity.labels is 'Only its owner takes a label off.';

drop policy if exists all_service on amity.labels;
create policy all_service on amity.labels to service_role using (true) with check (true);
grant select, insert, delete,
  update (label, note, since_date, tags, label_encrypted, note_encrypted, is_encrypted)
  on amity.labels to service_role;
comment on policy all_service on amity.labels is
  'A service may label for others, by the same rules.';
