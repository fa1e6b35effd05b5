{% from 'foundation/table.macro' import keep_all %}
-- Whether the person with that id, or key in the host's table, was forgotten.
create or replace function amity_private.is_forgotten(key text) returns boolean
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return exists (
    select from amity_private.forgotten_people
    where key_hash = sha256(convert_to(is_forgotten.key, 'UTF8'))
  );
end;
$$;

{{ keep_all('amity_private.forgotten_people') }}
