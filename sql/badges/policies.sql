{% from 'foundation/table.macro' import keep_all %}
drop policy if exists all_service on amity.badges;
create policy all_service on amity.badges to service_role using (true) with check (true);
grant select, insert, update, delete on amity.badges to service_role;
comment on policy all_service on amity.badges is 'A service decides which badges there are.';

drop policy if exists select_mine on amity.kept_badges;
create policy select_mine on amity.kept_badges for select to authenticated
  using (person_id = (select amity.me()) and amity_private.search_by(person_id));
grant select (id, person_id, badge, awarded_at) on amity.kept_badges to authenticated;
comment on policy select_mine on amity.kept_badges is 'A person sees their own.';

drop policy if exists select_service on amity.kept_badges;
create policy select_service on amity.kept_badges for select to service_role using (true);
grant select on amity.kept_badges to service_role;
comment on policy select_service on amity.kept_badges is 'A service sees those of all people.';

{{ keep_all('amity.badges') }}
{{ keep_all('amity.kept_badges') }}
create or replace trigger _100_keep
before update of id on amity.kept_badges
for each row when (old.id is distinct from new.id)
execute function amity_private.tg_ties__keep();
