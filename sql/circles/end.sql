-- Ending a circle ends every membership and invitation in it, each with its history. Refuses:
-- circle_not_found, not_circle_admin.
create or replace function amity_private.tg_circles__end() returns trigger
language plpgsql volatile security definer  -- it looks at who the admins are
set search_path = pg_catalog, pg_temp
as $$
begin
  -- the policy let them through, as of the moment before the circle was held
  if old.label_type_id is null and amity.me() is not null and pg_trigger_depth() = 1 then
    perform amity_private.refuse_unless_admin(old.id, amity.me());
  end if;
  return old;
end;
$$;

create or replace trigger _100_end
before delete on amity.circles
for each row execute function amity_private.tg_circles__end();

-- Refuses: not_circle_admin for a circle that the caller sees, circle_not_found for any other.
create or replace function amity_private.refuse_absent_circle(circle uuid) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  -- invoker: whether I may see it is what decides
  if exists (select from amity.circles where id = circle) then
    perform amity_private.refuse('not_circle_admin');
  end if;
  perform amity_private.refuse('circle_not_found');
end;
$$;

create or replace function amity.end_circle(circle uuid) returns amity.circles
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_circle amity.circles;
begin
  delete from amity.circles where id = circle returning * into v_circle;
  if not found then
    perform amity_private.refuse_absent_circle(circle);
  end if;
  return v_circle;
end;
$$;

create or replace function amity.change_circle(
  circle uuid, name text, description text default null
) returns amity.circles
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_circle amity.circles;
begin
  update amity.circles set name = change_circle.name, description = change_circle.description
  where id = circle returning * into v_circle;
  if not found then
    perform amity_private.refuse_absent_circle(circle);
  end if;
  return v_circle;
end;
$$;

grant execute on function amity_private.refuse_absent_circle(uuid) to authenticated;
grant execute on function amity.end_circle(uuid) to authenticated;
grant execute on function amity.change_circle(uuid, text, text) to authenticated;
comment on function amity.end_circle(uuid) is
  'Ends a circle for everybody in it, as an admin; returns it as it was. Refuses: '
  'circle_not_found, not_circle_admin, signed_out, not_joined.';
comment on function amity.change_circle(uuid, text, text) is
  'Says anew what a circle is called and what it is for, as an admin; returns it. Refuses: '
  'circle_not_found, not_circle_admin, circle_unnamed, text_too_long, text_invalid, signed_out, '
  'not_joined.';
