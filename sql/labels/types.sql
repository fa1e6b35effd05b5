-- Types of label: each with a name, which only one of its owner's types has. Refuses:
-- too_much_at_once, no_actor, person_not_found, not_yours, label_type_unnamed, label_type_exists.
create or replace function amity_private.tg_label_types__name() returns trigger
language plpgsql volatile security definer  -- it takes the lock of the owner
set search_path = pg_catalog, pg_temp
as $$
begin
  new.name := normalize(new.name, nfc);  -- it is compared: é is one character here
  if tg_op = 'INSERT' and amity.me() is not null then
    perform amity_private.count_act();
  elsif new.owner_id is null and amity.me() is null then
    perform amity_private.refuse('no_actor');
  end if;
  if amity.me() <> new.owner_id then
    perform amity_private.refuse('not_yours');
  -- a type that is renamed holds the account already
  elsif tg_op = 'INSERT'
    and not exists (select from amity.people where id = new.owner_id for key share) then
    perform amity_private.refuse('person_not_found');
  elsif new.name is null or new.name !~ '\S' then
    perform amity_private.refuse('label_type_unnamed');
  end if;
  -- two of one name at once wait for each other here
  perform amity_private.lock_people(new.owner_id);
  if exists (
    select from amity.label_types where owner_id = new.owner_id and name = new.name and id <> new.id
  ) then
    perform amity_private.refuse_duplicate('label_type_exists');
    return null;
  end if;
  return new;
end;
$$;

create or replace trigger _110_name
before insert or update of name on amity.label_types
for each row execute function amity_private.tg_label_types__name();

-- only its owner knows of a type
{% from 'foundation/tie.macro' import guard, rights %}
{{ rights(
  'label_types', 'owner',
  select=['id', 'owner_id', 'name', 'category', 'icon', 'colour', 'description', 'created_at'],
  insert=['owner_id', 'name', 'category', 'icon', 'colour', 'description'],
  update=['name', 'category', 'icon', 'colour', 'description']
) }}
{{ guard('label_types', ['id', 'owner_id'], keeps=['created_at']) }}
