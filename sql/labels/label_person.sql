create or replace function amity.label_person(
  person uuid, type_id uuid default null, label text default null, note text default null,
  tags text[] default '{}', since_date date default null, label_encrypted text default null,
  note_encrypted text default null, is_encrypted boolean default false
) returns amity.labels
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_label amity.labels;
begin
  insert into amity.labels (
    person_id, type_id, label, note, tags, since_date,
    label_encrypted, note_encrypted, is_encrypted
  )
  values (
    person, type_id, label, note, tags, since_date,
    label_encrypted, note_encrypted, is_encrypted
  )
  returning * into v_label;
  return v_label;
end;
$$;

create or replace function amity.relabel_person(
  person uuid, type_id uuid default null, label text default null, note text default null,
  tags text[] default '{}', since_date date default null, label_encrypted text default null,
  note_encrypted text default null, is_encrypted boolean default false
) returns amity.labels
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_label amity.labels;
begin
  update amity.labels
  set label = relabel_person.label, note = relabel_person.note, tags = relabel_person.tags,
    since_date = relabel_person.since_date, label_encrypted = relabel_person.label_encrypted,
    note_encrypted = relabel_person.note_encrypted, is_encrypted = relabel_person.is_encrypted
  where owner_id = (select amity.me()) and person_id = person
    and labels.type_id is not distinct from relabel_person.type_id
  returning * into v_label;
  if not found then
    perform amity_private.refuse('not_labelled');
  end if;
  return v_label;
end;
$$;

create or replace function amity.unlabel_person(person uuid, type_id uuid default null)
returns amity.labels
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_label amity.labels;
begin
  delete from amity.labels
  where owner_id = (select amity.me()) and person_id = person
    and labels.type_id is not distinct from unlabel_person.type_id
  returning * into v_label;
  if not found then
    perform amity_private.refuse('not_labelled');
  end if;
  return v_label;
end;
$$;

grant execute on function
  amity.label_person(uuid, uuid, text, text, text[], date, text, text, boolean) to authenticated;
grant execute on function
  amity.relabel_person(uuid, uuid, text, text, text[], date, text, text, boolean) to authenticated;
grant execute on function amity.unlabel_person(uuid, uuid) to authenticated;
comment on function amity.label_person(uuid, uuid, text, text, text[], date, text, text, boolean) is
  'Keeps for myself what I call a person, a note and tags, of a type of mine or of none; returns '
  'the label. Refuses: person_not_found, self_label, blocked, label_type_missing, '
  'already_labelled, too_many_tags, tag_blank, tag_twice, tags_nested, text_too_long, '
  'text_invalid, signed_out, not_joined.';
comment on function
  amity.relabel_person(uuid, uuid, text, text, text[], date, text, text, boolean) is
  'Says anew all that my label of that type, or of none, says about a person; returns it. '
  'Refuses: not_labelled, too_many_tags, tag_blank, tag_twice, tags_nested, text_too_long, '
  'text_invalid, signed_out, not_joined.';
comment on function amity.unlabel_person(uuid, uuid) is
  'Takes my label of that type, or of none, off a person; returns it as it was. Refuses: '
  'not_labelled, signed_out, not_joined.';
