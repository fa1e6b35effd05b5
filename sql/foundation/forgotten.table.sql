-- People whom forget_person() ended, by a hash that only the id itself, or the key in the host's
-- table, has: while the host still has the row, or the person a valid token, they would be people
-- again at once.
create table amity_private.forgotten_people (
  key_hash bytea not null,
  constraint forgotten_people_pkey primary key (key_hash)
);

alter table amity_private.forgotten_people enable row level security;

comment on table amity_private.forgotten_people is
  'Keys of people who were forgotten: they become no people again, unless a service inserts them.';
comment on column amity_private.forgotten_people.key_hash is
  'The SHA-256 of the key in the attached table; of the id, where none is attached.';
