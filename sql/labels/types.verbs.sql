create or replace function amity.create_label_type(
  name text, category text default null, icon text default null, colour text default null,
  description text default null
) returns amity.label_types
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_type amity.label_types;
begin
  insert into amity.label_types (name, category, icon, colour, description)
  values (name, category, icon, colour, description) returning * into v_type;
  return v_type;
end;
$$;

create or replace function amity.change_label_type(
  type_id uuid, name text, category text default null, icon text default null,
  colour text default null, description text default null
) returns amity.label_types
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_type amity.label_types;
begin
  update amity.label_types
  set name = change_label_type.name, category = change_label_type.category,
    icon = change_label_type.icon, colour = change_label_type.colour,
    description = change_label_type.description
  where id = type_id and owner_id = (select amity.me())
  returning * into v_type;
  if not found then
    perform amity_private.refuse('label_type_missing');
  end if;
  return v_type;
end;
$$;

create or replace function amity.delete_label_type(type_id uuid) returns amity.label_types
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_type amity.label_types;
begin
  delete from amity.label_types
  where id = type_id and owner_id = (select amity.me())
  returning * into v_type;
  if not found then
    perform amity_private.refuse('label_type_missing');
  end if;
  return v_type;
end;
$$;

grant execute on function amity.create_label_type(text, text, text, text, text) to authenticated;
grant execute on function amity.change_label_type(uuid, text, text, text, text, text)
  to authenticated;
grant execute on function amity.delete_label_type(uuid) to authenticated;
comment on function amity.create_label_type(text, text, text, text, text) is
  'Makes up a type of label; returns it. Refuses: label_type_unnamed, label_type_exists, '
  'text_too_long, text_invalid, signed_out, not_joined.';
comment on function amity.change_label_type(uuid, text, text, text, text, text) is
  'Says anew all that a type of mine says; returns it. Refuses: label_type_missing, '
  'label_type_unnamed, label_type_exists, text_too_long, text_invalid, signed_out, not_joined.';
comment on function amity.delete_label_type(uuid) is
  'Ends a type of mine and every label of it; returns the type as it was. Refuses: '
  'label_type_missing, signed_out, not_joined.';
