drop policy if exists all_service on amity.rate_limits;
create policy all_service on amity.rate_limits to service_role using (true) with check (true);
grant select, update (max_actions, per) on amity.rate_limits to service_role;
comment on policy all_service on amity.rate_limits is 'A service sets the rates.';

create or replace trigger _100_keep_all
before truncate on amity.rate_limits
for each statement execute function amity_private.tg_tables__refuse_truncate();

create or replace trigger _100_keep_all
before truncate on amity_private.rate_limit_state
for each statement execute function amity_private.tg_tables__refuse_truncate();
