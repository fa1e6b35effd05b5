{% from 'foundation/table.macro' import keep_all %}
-- The one place that raises. Definer, because no client may read the table of refusals.
-- Raises the refusal of that slug, its message and hint filled in with the details. Never returns;
-- typed boolean so that a check constraint can call it.
create or replace function amity_private.refuse(slug text, variadic details text[] default '{}')
returns boolean
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_refusal amity_private.refusals;
begin
  select * into strict v_refusal from amity_private.refusals where refusals.slug = refuse.slug;
  raise exception using
    errcode = 'PT' || v_refusal.status,
    message = format(v_refusal.message, variadic details),
    detail = v_refusal.slug,
    hint = format(v_refusal.hint, variadic details);
end;
$$;

-- open to people, because checks and invoker triggers run as them; all it does is to raise
grant execute on function amity_private.refuse(text, text[]) to authenticated, service_role;

{{ keep_all('amity_private.refusals') }}
