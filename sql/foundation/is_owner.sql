-- A definer runs and rewrites what it finds in the catalog by name, with the rights of the owner.
-- So it takes only what the owner made, and nothing that a role made which was granted CREATE.
-- Whether a role may do what the owner of the schema may: to tell what is ours.
create or replace function amity_private.is_owner(maker oid) returns boolean
language plpgsql stable parallel safe
set search_path = pg_catalog, pg_temp
as $$
begin
  return pg_has_role(maker, amity_private.owner(), 'usage');
end;
$$;

-- an export reads as the person
grant execute on function amity_private.is_owner(oid) to authenticated, service_role;
