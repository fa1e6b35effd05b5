{% from 'foundation/client.macro' import definer %}
-- Replaces a person by a pseudonym in every history and wherever they did something, so that the
-- entries stay for others; returns how many times. The columns are found in the catalog, so that no
-- kind is overlooked.
create or replace function amity_private.replace_by_pseudonym(pseudonym uuid, person uuid)
returns bigint
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_column record;
  v_entries bigint;
  v_all bigint := 0;
begin
  for v_column in
    select tables.oid::regclass as history, attname as name
    from pg_class as tables
    join pg_attribute on attrelid = tables.oid and attnum > 0 and not attisdropped
    where relkind in ('r', 'p') and atttypid = 'uuid'::regtype
      and amity_private.is_owner(tables.relowner)
      and (
        (relnamespace = 'amity_private'::regnamespace and relname like '%\_history')
        -- Who did something in a table without ties, such as approved_by. A foreign key leaves no
        -- row of a person who is gone, and an update without rows takes locks all the same.
        or (relnamespace = 'amity'::regnamespace and attname like '%\_by' and not exists (
          select from pg_constraint
          where conrelid = tables.oid and contype = 'f' and attnum = any (conkey)
        ))
      )
  loop
    execute format('update %s set %I = $1 where %2$I = $2', v_column.history, v_column.name)
      using pseudonym, person;
    get diagnostics v_entries = row_count;
    v_all := v_all + v_entries;
  end loop;
  return v_all;
end;
$$;

{% call definer(
  'forget_person', 'person uuid', 'uuid', because='it changes histories, which are not granted',
  says="Ends a person here: every tie goes, and in the histories of others a pseudonym stands for
    them, which is returned. A user in an attached table stays: delete that row too, before or
    after. Until a service inserts them, they become no person again. For services. Refuses:
    person_not_found, isolation_unsupported."
) %}
declare
  v_pseudonym constant uuid := gen_random_uuid();
  v_known boolean;
begin
  if person is null then
    perform amity_private.refuse('person_not_found');
  end if;
  -- every entry must be seen that was committed until then
  perform amity_private.require_read_committed();
  perform amity_private.lock_histories();
  -- who has left already comes back for a moment, so that every kind clears up as for any person
  insert into amity.people (id) values (person) on conflict (id) do nothing;
  v_known := not found;
  perform amity_private.remember_forgotten(coalesce(host_key, id::text))
  from amity.people where id = person;
  delete from amity.people where id = person;
  -- a block outlives an account; but this id will meet no person any more
  delete from amity.blocks where blocked_id = person;
  if amity_private.replace_by_pseudonym(v_pseudonym, person) = 0 and not v_known then
    perform amity_private.refuse('person_not_found');
  end if;
  return v_pseudonym;
end;
{% endcall %}
