-- Who sees a circle and is no admin of it is told so, instead of finding nothing to change. Ending a
-- circle ends every membership and invitation in it, each with its history. Refuses:
-- circle_not_found, not_circle_admin, isolation_unsupported.
create or replace function amity_private.tg_circles__require_admin() returns trigger
language plpgsql volatile security definer  -- it looks at who the admins are
set search_path = pg_catalog, pg_temp
as $$
begin
  if old.label_type_id is null then
    -- above it, a demotion that was committed a moment ago is not seen
    perform amity_private.require_read_committed();
    if amity.me() is not null then
      perform amity_private.refuse_unless_admin(old.id, amity.me());
    end if;
  end if;
  return case tg_op when 'DELETE' then old else new end;
end;
$$;

create or replace trigger _105_require_admin
before update of name, description or delete on amity.circles
-- not where a trigger of ours ends a circle; a trigger of the host runs as the person
for each row when (pg_trigger_depth() = 0 or not amity_private.is_service())
execute function amity_private.tg_circles__require_admin();
