-- A circle has a name; a person creates one in their own name, and a dynamic one of their own
-- labels. Refuses: too_much_at_once, no_actor, person_not_found, not_yours, label_type_missing,
-- circle_unnamed.
create or replace function amity_private.tg_circles__create() returns trigger
language plpgsql volatile security definer  -- it holds the creator's account and type of label
set search_path = pg_catalog, pg_temp
as $$
begin
  if tg_op = 'INSERT' then
    if amity.me() is not null then
      perform amity_private.count_act();
    elsif new.created_by is null then
      perform amity_private.refuse('no_actor');
    end if;
    if amity.me() <> new.created_by then
      perform amity_private.refuse('not_yours');
    elsif not exists (select from amity.people where id = new.created_by for key share) then
      perform amity_private.refuse('person_not_found');
    elsif new.label_type_id is not null and not exists (
      select from amity.label_types
      where id = new.label_type_id and owner_id = new.created_by
      for key share
    ) then
      perform amity_private.refuse('label_type_missing');
    end if;
  end if;
  if new.name is null or new.name !~ '\S' then
    perform amity_private.refuse('circle_unnamed');
  end if;
  return new;
end;
$$;

create or replace trigger _110_create
before insert or update of name on amity.circles
for each row execute function amity_private.tg_circles__create();

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

create or replace trigger _500_found
after insert on amity.circles
for each row when (new.label_type_id is null) execute function amity_private.tg_circles__found();
