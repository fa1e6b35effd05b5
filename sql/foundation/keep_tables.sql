-- TRUNCATE checks no policy and fires no trigger of a row: a role that was granted it could delete
-- all rows, and even the owner would tear rows and history apart.
-- Refuses to empty a table past its policies and its history: truncate_unsupported.
create or replace function amity_private.tg_tables__refuse_truncate() returns trigger
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform amity_private.refuse('truncate_unsupported');
  return null;
end;
$$;
