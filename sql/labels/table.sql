-- What a person keeps for themselves about another: one row for each type, and one without a
-- type for the plain note and tags. It is the owner's memory: it needs no tie, and ends with none.
-- Requests, connections and blocks of their own may come and go. Only its owner deletes it, or the
-- end of either account, or a block by the other person, which has to look like that.
create table amity.labels (
  id uuid not null default amity.uuid_v7(),
  owner_id uuid not null default amity.me(),
  person_id uuid not null,
  type_id uuid,
  label text,
  note text,
  since_date date,
  tags text[] not null default '{}',
  label_encrypted text,
  note_encrypted text,
  is_encrypted boolean not null default false,
  created_at timestamptz not null default clock_timestamp(),
  constraint labels_pkey primary key (id),
  constraint labels_owner_is_a_person
    foreign key (owner_id) references amity.people (id) on delete cascade,
  constraint labels_person_is_a_person
    foreign key (person_id) references amity.people (id) on delete cascade,
  -- a label has a type of its own owner; in the order of labels_of_type
  constraint labels_type_is_the_owners foreign key (owner_id, type_id)
    references amity.label_types (owner_id, id) on delete cascade,
  constraint labels_not_of_myself check (owner_id <> person_id),
  constraint labels_label_is_short check (amity_private.check_text(label, 50)),
  constraint labels_note_is_short check (amity_private.check_text(note, 1000)),
  constraint labels_since_date_is_a_day check (amity_private.check_date(since_date)),
  constraint labels_tags_are_few check (amity_private.check_tags(tags)),
  -- room for 50 and for 1000 characters of any script, encrypted and in base64
  constraint labels_label_encrypted_is_short
    check (amity_private.check_opaque(label_encrypted, 1000)),
  constraint labels_note_encrypted_is_short
    check (amity_private.check_opaque(note_encrypted, 8000)),
  constraint labels_once unique nulls not distinct (owner_id, person_id, type_id)
);

-- Mine, newest first, and so by tag as well. No index holds the tags: `@>` is not leakproof, so
-- behind row security none would ever be searched; and one person's labels are few.
create index labels_by_owner on amity.labels (owner_id, created_at desc, id desc);
create index labels_of_type on amity.labels (owner_id, type_id, created_at desc, id desc);
-- those of a person who leaves
create index labels_of_person on amity.labels (person_id);

select amity_private.keep_no_statistics('amity.labels');
alter table amity.labels enable row level security;

comment on table amity.labels is
  'What I keep for myself about others: insert person_id [, type_id] and what there is to say, '
  'update it, delete it. Only I ever see a row. It stays when a request or a connection '
  'begins or ends, and goes when that person is no longer there.';
comment on column amity.labels.id is 'The label.';
comment on column amity.labels.owner_id is 'Whose it is: mine.';
comment on column amity.labels.person_id is 'The person it is about.';
comment on column amity.labels.type_id is 'One of my types; null is for the plain note and tags.';
comment on column amity.labels.label is 'What I call them: at most 50 characters.';
comment on column amity.labels.note is 'A note to myself: at most 1000 characters.';
comment on column amity.labels.since_date is 'Since what day, as I remember it.';
comment on column amity.labels.tags is 'At most 10 different tags of 1 to 50 characters.';
comment on column amity.labels.label_encrypted is
  'What my client encrypted, stored as it came and never read: at most 1000 bytes.';
comment on column amity.labels.note_encrypted is
  'What my client encrypted, stored as it came and never read: at most 8000 bytes.';
comment on column amity.labels.is_encrypted is 'My client''s own word on where to look.';
comment on column amity.labels.created_at is 'When I wrote it first.';
