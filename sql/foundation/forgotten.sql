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

-- Remembers that the person with that id, or key in the host's table, was forgotten.
create or replace function amity_private.remember_forgotten(key text) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into amity_private.forgotten_people (key_hash)
  values (sha256(convert_to(remember_forgotten.key, 'UTF8')))
  on conflict do nothing;
end;
$$;

-- Ends those who came while the transaction that forgot them was open: they waited for it.
create or replace function amity_private.end_forgotten(came uuid[]) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_forgotten uuid[];
begin
  if exists (select from amity_private.forgotten_people) then
    v_forgotten := array(
      select id from amity.people
      where id = any (came) and amity_private.is_forgotten(coalesce(host_key, id::text))
    );
    if cardinality(v_forgotten) > 0 then
      perform amity_private.end_people(v_forgotten);
    end if;
  end if;
end;
$$;

{{ keep_all('amity_private.forgotten_people') }}
