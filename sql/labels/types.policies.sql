drop policy if exists select_mine on amity.label_types;
create policy select_mine on amity.label_types for select to authenticated
  using (owner_id = (select amity.me()) and amity_private.search_by(owner_id));
grant select (
  id, owner_id, name, category, icon, colour, description, created_at
) on amity.label_types to authenticated;
comment on policy select_mine on amity.label_types is 'Only its owner knows of a type of label.';

drop policy if exists insert_mine on amity.label_types;
create policy insert_mine on amity.label_types for insert to authenticated
  with check (owner_id = (select amity.me()));
grant insert (owner_id, name, category, icon, colour, description)
  on amity.label_types to authenticated;
comment on policy insert_mine on amity.label_types is 'A person makes types in their own name.';

create or replace trigger _050_give_columns
before insert on amity.label_types
for each row execute function amity_private.tg_columns__give('created_at');

drop policy if exists update_mine on amity.label_types;
create policy update_mine on amity.label_types for update to authenticated
  using (owner_id = (select amity.me())) with check (owner_id = (select amity.me()));
grant update (name, category, icon, colour, description)
  on amity.label_types to authenticated;
comment on policy update_mine on amity.label_types is
  'Its owner may change what a type of label says, not whose it is.';

create or replace trigger _050_keep_columns
before update of created_at on amity.label_types
for each row execute function amity_private.tg_columns__keep();

drop policy if exists delete_mine on amity.label_types;
create policy delete_mine on amity.label_types for delete to authenticated
  using (owner_id = (select amity.me()));
grant delete on amity.label_types to authenticated;
comment on policy delete_mine on amity.label_types is 'Only its owner takes a type of label away.';

drop policy if exists all_service on amity.label_types;
create policy all_service on amity.label_types to service_role using (true) with check (true);
grant select, insert, delete, update (name, category, icon, colour, description)
  on amity.label_types to service_role;
comment on policy all_service on amity.label_types is
  'A service may make types for others, by the same rules.';
