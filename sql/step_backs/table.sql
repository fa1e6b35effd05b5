-- Distance for a while, and only for myself: one row for each person that a person stepped back
-- from. It belongs to its owner alone. Both people of a tie may have a row, and neither can tell.
create table amity.step_backs (
  -- the history knows a step-back by it; the row is found by its two people
  id uuid not null default amity.uuid_v7(),
  owner_id uuid not null default amity.me(),
  person_id uuid not null,
  since timestamptz not null default clock_timestamp(),
  until timestamptz,
  reason text,
  constraint step_backs_pkey primary key (owner_id, person_id),
  constraint step_backs_id_is_unique unique (id),
  constraint step_backs_owner_is_a_person foreign key (owner_id)
    references amity.people (id) on delete cascade,
  constraint step_backs_person_is_a_person foreign key (person_id)
    references amity.people (id) on delete cascade,
  constraint step_backs_not_from_myself check (owner_id <> person_id),
  constraint step_backs_end_after_they_begin check (until > since),
  constraint step_backs_reason_is_short check (amity_private.check_text(reason, 500))
);

-- those of a person who leaves; mine, newest first; those that are over
create index step_backs_of_person on amity.step_backs (person_id, owner_id);
create index step_backs_by_time on amity.step_backs (owner_id, since);
create index step_backs_by_end on amity.step_backs (until) where until is not null;

select amity_private.keep_no_statistics('amity.step_backs');
alter table amity.step_backs enable row level security;

comment on table amity.step_backs is
  'People I stepped back from, as long as it holds: insert to step back, delete to return. Only I '
  'ever see a row; that person never does. It ends at until, and with the last tie.';
comment on column amity.step_backs.id is 'The step-back.';
comment on column amity.step_backs.owner_id is 'Who stepped back: me.';
comment on column amity.step_backs.person_id is
  'The other person, whom I am connected with or follow.';
comment on column amity.step_backs.since is 'Since when.';
comment on column amity.step_backs.until is 'Until when; null is until I return.';
comment on column amity.step_backs.reason is 'A note to myself: at most 500 characters.';

{% from 'foundation/history.macro' import history_table %}
{{ history_table(
  kind='step_backs', tie='step_back', one='owner', other='person',
  opening=['stepped_back'], closing=['returned', 'lapsed', 'ended']
) }}
