-- Suggestions that a person does not want to see again.
create table amity.dismissed_suggestions (
  owner_id uuid not null default amity.me(),
  person_id uuid not null,
  dismissed_at timestamptz not null default clock_timestamp(),
  constraint dismissed_suggestions_pkey primary key (owner_id, person_id),
  constraint dismissed_suggestions_owner_is_a_person
    foreign key (owner_id) references amity.people (id) on delete cascade,
  constraint dismissed_suggestions_person_is_a_person
    foreign key (person_id) references amity.people (id) on delete cascade,
  constraint dismissed_suggestions_not_of_myself check (owner_id <> person_id)
);
create index dismissed_suggestions_of_person on amity.dismissed_suggestions (person_id);
-- mine, newest first
create index dismissed_suggestions_by_time
  on amity.dismissed_suggestions (owner_id, dismissed_at);

select amity_private.keep_no_statistics('amity.dismissed_suggestions');
alter table amity.dismissed_suggestions enable row level security;

comment on table amity.dismissed_suggestions is
  'People who are not suggested to me. Insert person_id to dismiss, delete to have them suggested '
  'again.';
comment on column amity.dismissed_suggestions.owner_id is 'Who dismissed: me.';
comment on column amity.dismissed_suggestions.person_id is 'Who is suggested no more.';
comment on column amity.dismissed_suggestions.dismissed_at is 'Since when.';
