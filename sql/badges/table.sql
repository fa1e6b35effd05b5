-- Badges for how many connections a person has. Which there are is the host's choice: rows, not
-- code.
create table amity.badges (
  badge text not null,
  name text not null,
  threshold integer not null,
  kept boolean not null default false,
  constraint badges_pkey primary key (badge),
  constraint badges_badge_is_snake_case check (badge ~ '^[a-z]+(_[a-z0-9]+)*$'),
  constraint badges_name_is_short check (amity_private.check_text(name, 50)),
  constraint badges_threshold_is_positive check (threshold > 0)
);

-- Only what is kept has to be written down; whether another is held follows from the connections.
create table amity.kept_badges (
  -- what a notification is about
  id uuid not null default amity.uuid_v7(),
  -- no foreign key: checking it would make a connection wait for the end of an account
  person_id uuid not null,
  badge text not null,
  awarded_at timestamptz not null,
  constraint kept_badges_pkey primary key (person_id, badge),
  constraint kept_badges_id_is_unique unique (id),
  constraint kept_badges_badge_exists foreign key (badge) references amity.badges (badge)
    on update cascade on delete cascade
);
create index kept_badges_of_badge on amity.kept_badges (badge);

select amity_private.keep_no_statistics('amity.kept_badges');
alter table amity.badges enable row level security;
alter table amity.kept_badges enable row level security;

comment on table amity.badges is
  'The badges there are, for so many connections. A service changes them; people see them, with '
  'what they have, by amity.list_badges().';
comment on column amity.badges.badge is 'The badge, for programs.';
comment on column amity.badges.name is 'The badge, for people: at most 50 characters.';
comment on column amity.badges.threshold is 'How many connections it takes.';
comment on column amity.badges.kept is 'Whether it stays when connections end.';
comment on table amity.kept_badges is
  'Who was awarded a badge that stays, for as long as the host keeps it. It is written down by '
  'itself, and a person sees their own.';
comment on column amity.kept_badges.id is 'The award.';
comment on column amity.kept_badges.person_id is 'Who has it.';
comment on column amity.kept_badges.badge is 'Which one.';
comment on column amity.kept_badges.awarded_at is 'Since when.';
