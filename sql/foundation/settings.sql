{% from 'foundation/table.macro' import keep_all %}
drop policy if exists select_service on amity.settings;
create policy select_service on amity.settings for select to service_role using (true);
drop policy if exists update_service on amity.settings;
create policy update_service on amity.settings for update to service_role
  using (true) with check (true);
grant select, update (value) on amity.settings to service_role;
comment on policy select_service on amity.settings is 'Only a service reads what the host chose.';
comment on policy update_service on amity.settings is 'Only a service changes what the host chose.';

{{ keep_all('amity.settings') }}
