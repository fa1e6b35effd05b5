{% from 'foundation/table.macro' import end_with_person %}
{% from 'notifications/end.macro' import end_with %}
-- Ends what people were told about a row that ends.
create or replace function amity_private.tg_notifications__end_with_subject() returns trigger
language plpgsql volatile security definer  -- they belong to others
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from amity.notifications where subject_id = old.id;
  return null;
end;
$$;

{{ end_with('amity.connections') }}
{{ end_with('amity.follows') }}
{{ end_with('amity.circle_members') }}
{{ end_with('amity.kept_badges') }}
-- what a member of a circle did outlives the person who invited them
{{ end_with_person('amity', 'notifications', 530) }}
