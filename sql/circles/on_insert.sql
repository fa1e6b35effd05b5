{% from 'foundation/table.macro' import keep_all, require_speaker %}
-- A person creates a circle in their own name, and a dynamic one of their own labels. Refuses:
-- person_not_found, not_yours, label_type_missing.
create or replace function amity_private.tg_circles__create() returns trigger
language plpgsql volatile security definer  -- it holds the creator's account and type of label
set search_path = pg_catalog, pg_temp
as $$
begin
  if new.created_by is null then
    perform amity_private.refuse('person_not_found');
  elsif amity.me() <> new.created_by then
    perform amity_private.refuse('not_yours');
  end if;
  perform from amity.people where id = new.created_by for key share;
  if not found then
    perform amity_private.refuse('person_not_found');
  end if;
  if new.label_type_id is not null then
    perform from amity.label_types
    where id = new.label_type_id and owner_id = new.created_by
    for key share;
    if not found then
      perform amity_private.refuse('label_type_missing');
    end if;
  end if;
  return new;
end;
$$;

-- Refuses a circle without a name: circle_unnamed.
create or replace function amity_private.tg_circles__name() returns trigger
language plpgsql volatile security definer  -- people may refuse, but not in its own words
set search_path = pg_catalog, pg_temp
as $$
begin
  if new.name is null or new.name !~ '\S' then
    perform amity_private.refuse('circle_unnamed');
  end if;
  return new;
end;
$$;

-- The creator of a shared circle becomes its first admin; from then on the circle belongs to its
-- members.
create or replace function amity_private.tg_circles__found() returns trigger
language plpgsql volatile security definer  -- people may not make themselves members
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into amity.circle_members (circle_id, person_id, role, status, invited_by)
  values (new.id, new.created_by, 'admin', 'member', null);
  update amity.circles set created_by = null where id = new.id;
  return null;
end;
$$;

{{ require_speaker('amity.circles') }}

create or replace trigger _100_create
before insert on amity.circles
for each row execute function amity_private.tg_circles__create();

create or replace trigger _110_name
before insert or update of name on amity.circles
for each row execute function amity_private.tg_circles__name();

create or replace trigger _100_keep
before update of id, created_by, label_type_id on amity.circles
for each row
when (
  (old.id, old.label_type_id) is distinct from (new.id, new.label_type_id)
  -- a shared circle forgets its creator
  or (old.created_by is distinct from new.created_by
    and (new.created_by is not null or old.label_type_id is not null))
)
execute function amity_private.tg_ties__keep();

{{ keep_all('amity.circles') }}

create or replace trigger _500_found
after insert on amity.circles
for each row when (new.label_type_id is null) execute function amity_private.tg_circles__found();
