{% from 'foundation/client.macro' import client %}
-- A navigation bar in one call. Every kind that has something to count for it brings a function
-- amity_private.my_count_<what>(), found by its name: a kind is added without editing this. One
-- that takes arguments is no counter.
create or replace function amity_private.my_counters() returns jsonb
language plpgsql stable security definer  -- what is counted is not granted
set search_path = pg_catalog, pg_temp
as $$
declare
  v_name name;
  v_count bigint;
  v_badges jsonb := jsonb_build_object();
begin
  for v_name in
    select proname from pg_proc
    where pronamespace = 'amity_private'::regnamespace
      and proname like 'my\_count\_%' and pronargs = 0
      and prokind = 'f' and prorettype = 'bigint'::regtype
      and amity_private.is_owner(proowner)
  loop
    execute format('select amity_private.%I()', v_name) into v_count;
    v_badges := v_badges || jsonb_build_object(substr(v_name, length('my_count_') + 1), v_count);
  end loop;
  return v_badges;
end;
$$;

{{ client(
  'my_counters', '',
  'jsonb', to='authenticated', volatility='stable',
  says="Every count that a navigation bar shows, as one object: connections, followers, following,
    pending_received, pending_sent, and what further kinds add."
) }}
