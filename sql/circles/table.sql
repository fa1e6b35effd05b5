-- Circles are of two sorts. A shared one belongs to its members: who created it is said once,
-- becomes its first admin, and is then forgotten here, because the row outlives that and is seen by
-- all its members. A dynamic one is its creator's alone: a person who bears one of the creator's
-- types of label is in it.
create table amity.circles (
  id uuid not null default amity.uuid_v7(),
  name text not null,
  description text,
  created_by uuid default amity.me(),
  label_type_id uuid,
  created_at timestamptz not null default clock_timestamp(),
  constraint circles_pkey primary key (id),
  constraint circles_creator_is_a_person
    foreign key (created_by) references amity.people (id) on delete cascade,
  -- only of the creator's own labels
  constraint circles_label_type_is_the_creators foreign key (label_type_id, created_by)
    references amity.label_types (id, owner_id) on delete cascade,
  constraint circles_dynamic_has_a_creator check (label_type_id is null or created_by is not null),
  constraint circles_name_is_short check (amity_private.check_text(name, 50)),
  constraint circles_description_is_short check (amity_private.check_text(description, 200))
);

-- the dynamic ones of a person, newest first
create index circles_by_creator on amity.circles (created_by, created_at);
create index circles_of_label_type on amity.circles (label_type_id, created_by);

select amity_private.keep_no_statistics('amity.circles');
alter table amity.circles enable row level security;

comment on table amity.circles is
  'The circles that I am in, am invited to, or that follow from my labels. Insert name [, '
  'description, label_type_id] to create one; admins update name and description, and delete to '
  'end it.';
comment on column amity.circles.id is 'The circle.';
comment on column amity.circles.name is 'Its name: 1 to 50 characters.';
comment on column amity.circles.description is 'What it is for: at most 200 characters.';
comment on column amity.circles.created_by is
  'Who creates it. Kept for a dynamic circle, which is that person''s alone; null once a shared '
  'one stands.';
comment on column amity.circles.label_type_id is
  'Null: people are invited. Otherwise a type of label: the people who bear it are in it.';
comment on column amity.circles.created_at is 'When it was created.';
