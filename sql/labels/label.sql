-- Labelling: any person but myself, once for each of my types, not across a block. Refuses:
-- person_not_found, not_yours, self_label, blocked, label_type_missing, already_labelled.
create or replace function amity_private.tg_labels__label() returns trigger
language plpgsql volatile security definer  -- it locks the pair and sees blocks of both sides
set search_path = pg_catalog, pg_temp
as $$
begin
  perform amity_private.begin_act('label', new.owner_id, new.person_id);
  if new.type_id is not null then
    -- held, so that it cannot end before this stands; a type of another owner counts as missing
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
    perform amity_private.refuse_duplicate('already_labelled');
    return null;
  end if;
  return new;
end;
$$;

-- A client that says null means none. Tags are compared, so each has one way to be written: é is
-- one character, not e and an accent.
create or replace function amity_private.tg_labels__fill() returns trigger
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  new.tags := coalesce(new.tags, '{}');
  new.is_encrypted := coalesce(new.is_encrypted, false);
  if array_ndims(new.tags) = 1 and array_to_string(new.tags, '') is not nfc normalized then
    new.tags := array(
      select normalize(tag, nfc) from unnest(new.tags) with ordinality as given (tag, place)
      order by place
    );
  end if;
  return new;
end;
$$;

create or replace trigger _060_fill
before insert or update on amity.labels
for each row execute function amity_private.tg_labels__fill();

create or replace trigger _100_label
before insert on amity.labels
for each row execute function amity_private.tg_labels__label();
