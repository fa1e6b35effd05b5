-- Refuses every write to a history by any role but the owner of the schema, whatever was granted.
-- Refuses: history_is_final.
create or replace function amity_private.tg_history__append_only() returns trigger
language plpgsql volatile  -- invoker: it asks who is writing
set search_path = pg_catalog, pg_temp
as $$
begin
  if not pg_has_role(current_user, amity_private.owner(), 'usage') then
    perform amity_private.refuse('history_is_final');
  end if;
  return null;
end;
$$;
