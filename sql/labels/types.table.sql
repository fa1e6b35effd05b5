-- What a person calls the people they know: mentor, climbing, family. Each person makes their own.
create table amity.label_types (
  id uuid not null default amity.uuid_v7(),
  owner_id uuid not null default amity.me(),
  name text not null,
  category text,
  icon text,
  colour text,
  description text,
  created_at timestamptz not null default clock_timestamp(),
  constraint label_types_pkey primary key (id),
  constraint label_types_owner_is_a_person
    foreign key (owner_id) references amity.people (id) on delete cascade,
  constraint label_types_name_is_short check (amity_private.check_text(name, 50)),
  constraint label_types_category_is_short check (amity_private.check_text(category, 50)),
  constraint label_types_icon_is_short check (amity_private.check_text(icon, 50)),
  constraint label_types_colour_is_short check (amity_private.check_text(colour, 50)),
  constraint label_types_description_is_short check (amity_private.check_text(description, 200)),
  constraint label_types_once unique (owner_id, name),
  -- what a label refers to: the type and whose it is
  constraint label_types_with_owner unique (id, owner_id)
);

select amity_private.keep_no_statistics('amity.label_types');
alter table amity.label_types enable row level security;

comment on table amity.label_types is
  'The types of label that I made up: insert name, update, delete. Only I ever see one. '
  'A type takes its labels along.';
comment on column amity.label_types.id is 'The type.';
comment on column amity.label_types.owner_id is 'Whose it is: mine.';
comment on column amity.label_types.name is
  'Its name, which only one of my types has: 1 to 50 characters.';
comment on column amity.label_types.category is 'What it belongs with: at most 50 characters.';
comment on column amity.label_types.icon is
  'How it is drawn, in the client''s own words: at most 50 characters.';
comment on column amity.label_types.colour is
  'Its colour, in the client''s own words: at most 50 characters.';
comment on column amity.label_types.description is 'A note to myself: at most 200 characters.';
comment on column amity.label_types.created_at is 'When I made it up.';
