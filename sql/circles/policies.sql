{% from 'foundation/tie.macro' import guard %}
{{ guard('circles', ['id', 'label_type_id'], keeps=['created_at']) }}

create or replace trigger _120_keep_creator
before update of created_by on amity.circles
for each row
when (
  old.created_by is distinct from new.created_by
  -- a shared circle forgets its creator
  and (new.created_by is not null or old.label_type_id is not null)
)
execute function amity_private.tg_ties__keep();

{% set seen %}

    (id = any ((select amity_private.circles_i_see())::uuid[]) and amity_private.search_by(id))
    or (created_by = (select amity.me()) and amity_private.search_by(created_by))
  {% endset %}
drop policy if exists select_mine on amity.circles;
create policy select_mine on amity.circles for select to authenticated
  using ({{ seen }});
grant select (id, name, description, created_by, label_type_id, created_at)
  on amity.circles to authenticated;
comment on policy select_mine on amity.circles is
  'Members and the invited see a circle; only its creator sees a dynamic one.';

drop policy if exists insert_mine on amity.circles;
create policy insert_mine on amity.circles for insert to authenticated
  with check (created_by = (select amity.me()));
grant insert (name, description, created_by, label_type_id) on amity.circles to authenticated;
comment on policy insert_mine on amity.circles is 'A person creates circles in their own name.';

drop policy if exists update_mine on amity.circles;
create policy update_mine on amity.circles for update to authenticated
  using ({{ seen }});
grant update (name, description) on amity.circles to authenticated;
comment on policy update_mine on amity.circles is
  'Admins may change the name and the description; the trigger refuses others who see it.';

drop policy if exists delete_mine on amity.circles;
create policy delete_mine on amity.circles for delete to authenticated
  using ({{ seen }});
grant delete on amity.circles to authenticated;
comment on policy delete_mine on amity.circles is
  'Admins end it, and the creator a dynamic one; the trigger refuses others who see it.';

drop policy if exists all_service on amity.circles;
create policy all_service on amity.circles to service_role using (true) with check (true);
grant select, delete, insert (name, description, created_by, label_type_id),
  update (name, description) on amity.circles to service_role;
comment on policy all_service on amity.circles is
  'A service may create and end circles for others, by the same rules.';
