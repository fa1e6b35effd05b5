-- Labelling: anybody but myself who is no stranger to me, once for each of my types.
create or replace function amity_private.tg_labels__label() returns trigger
language plpgsql volatile security definer  -- it locks the pair and sees blocks of both sides
set search_path = pg_catalog, pg_temp
as $$
begin
  if new.owner_id is null or new.person_id is null then
    perform amity_private.refuse('person_not_found');
  elsif amity.me() <> new.owner_id then
    perform amity_private.refuse('not_yours');
  elsif new.owner_id = new.person_id then
    perform amity_private.refuse('self_label');
  end if;
  -- two labels for one person at once wait for each other here
  perform amity_private.hold_pair(new.owner_id, new.person_id);
  if new.type_id is not null then
    -- held, so that it cannot end before this stands; whose it is else is nobody's business
    perform from amity.label_types where id = new.type_id and owner_id = new.owner_id for key share;
    if not found then
      perform amity_private.refuse('label_type_missing');
    end if;
  end if;
  if exists (
    select from amity.labels
    where owner_id = new.owner_id and person_id = new.person_id
      and type_id is not distinct from new.type_id
  ) then
    perform amity_private.refuse('already_labelled');
  end if;
  return new;
end;
$$;

-- A client that says null means none.
create or replace function amity_private.tg_labels__fill() returns trigger
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  new.tags := coalesce(new.tags, '{}');
  new.is_encrypted := coalesce(new.is_encrypted, false);
  return new;
end;
$$;

comment on function amity_private.tg_labels__label() is
  'Decides on a new label. Refuses: person_not_found, not_yours, self_label, blocked, '
  'label_type_missing, already_labelled.';
comment on function amity_private.tg_labels__fill() is
  'No tags are an empty list, and unsaid is not encrypted.';

create or replace trigger _000_require_speaker
before insert or update or delete on amity.labels
for each statement execute function amity_private.tg_require_speaker();

create or replace trigger _100_fill
before insert or update on amity.labels
for each row execute function amity_private.tg_labels__fill();

create or replace trigger _100_keep
before update of id, owner_id, person_id, type_id on amity.labels
for each row
when (
  (old.id, old.owner_id, old.person_id, old.type_id)
  is distinct from (new.id, new.owner_id, new.person_id, new.type_id)
)
execute function amity_private.tg_ties__keep();

create or replace trigger _100_keep_all
before truncate on amity.labels
for each statement execute function amity_private.tg_tables__refuse_truncate();

create or replace trigger _100_label
before insert on amity.labels
for each row execute function amity_private.tg_labels__label();
