create or replace function amity_private.tg_history__append_only() returns trigger
language plpgsql volatile  -- invoker: it asks who is writing
set search_path = pg_catalog, pg_temp
as $$
begin
  if not pg_has_role(
    current_user,
    (select nspowner from pg_namespace where nspname = 'amity_private'),
    'usage'
  ) then
    perform amity_private.refuse('history_is_final');
  end if;
  return null;
end;
$$;

comment on function amity_private.tg_history__append_only() is
  'Refuses every write to a history by anybody but the owner of the schema: history_is_final.';
