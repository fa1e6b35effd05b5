{% from 'foundation/table.macro' import keep_all %}
drop policy if exists all_service on amity.rate_limits;
create policy all_service on amity.rate_limits to service_role using (true) with check (true);
grant select, update (max_actions, per) on amity.rate_limits to service_role;
comment on policy all_service on amity.rate_limits is 'A service sets the rates.';

{{ keep_all('amity.rate_limits') }}
{{ keep_all('amity_private.rate_limit_state') }}
