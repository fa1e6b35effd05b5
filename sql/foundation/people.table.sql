-- Every person who can have ties is a row here: the one tie of Amity to the host.
create table amity.people (
  id uuid not null default amity.uuid_v7(),
  host_key text,
  joined_at timestamptz not null default now(),
  constraint people_pkey primary key (id),
  constraint people_host_key_is_unique unique (host_key)
);

-- Which table of the host fills it: none or one.
create table amity_private.attachments (
  host_table regclass not null,
  key_column name not null,
  leaving uuid[],
  constraint attachments_pkey primary key (host_table)
);
create unique index attachments_one_at_most on amity_private.attachments ((true));

select amity_private.keep_no_statistics('amity.people');
alter table amity.people enable row level security;
alter table amity_private.attachments enable row level security;

comment on table amity.people is
  'Every person who can have ties. A person sees nothing but their own row.';
comment on column amity.people.id is
  'The person everywhere in amity; the host''s own key where that is a uuid.';
comment on column amity.people.host_key is
  'The host''s key as text, where that is no uuid: see amity.person_of().';
comment on column amity.people.joined_at is 'When this person became known to amity.';
comment on table amity_private.attachments is
  'The host''s table that amity.people follows: none or one row.';
comment on column amity_private.attachments.host_table is 'The table of users.';
comment on column amity_private.attachments.key_column is
  'Its column that identifies a user, as it was called when it was attached.';
comment on column amity_private.attachments.leaving is
  'Whom a statement on that table is about to end, where they are several.';
