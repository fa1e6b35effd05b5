{% from 'foundation/client.macro' import act %}
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

{% call act(
  'end_circle', 'circle uuid', 'amity.circles', to='authenticated',
  or_else="refuse_absent_circle(circle)",
  says="Ends a circle for everybody in it, as an admin; returns it as it was. Refuses:
    circle_not_found, not_circle_admin, signed_out, not_joined."
) %}
  delete from amity.circles where id = circle
{% endcall %}

{% call act(
  'change_circle', 'circle uuid, name text, description text default null', 'amity.circles',
  to='authenticated', or_else="refuse_absent_circle(circle)",
  says="Changes the name and the description of a circle, as an admin; returns it. Refuses:
    circle_not_found, not_circle_admin, circle_unnamed, text_too_long, text_invalid, signed_out,
    not_joined."
) %}
  update amity.circles set name = change_circle.name, description = change_circle.description
  where id = circle
{% endcall %}

grant execute on function amity_private.refuse_absent_circle(uuid) to authenticated;
