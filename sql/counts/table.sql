-- How many connections, followers and followed people each person has, kept with every change.
--
-- A tally is spread over slots: an act that changes one takes any slot that is not held, and adds
-- one where all are held. So a thousand people who follow the same person at once never wait for
-- each other, there are only as many slots as there were changes at one moment, and the sum is
-- exact.
create type amity_private.tally as enum ('connections', 'followers', 'following');

create table amity_private.tallies (
  slot bigint generated always as identity,
  -- no foreign key: checking it would make a change wait for the end of an account
  person_id uuid not null,
  what amity_private.tally not null,
  n integer not null,
  constraint tallies_pkey primary key (slot)
-- room on each page for the next version of a slot: no index holds n, so none has to change with it
) with (fillfactor = 80);
create index tallies_of_person on amity_private.tallies (person_id, what);

select amity_private.keep_no_statistics('amity_private.tallies');
alter table amity_private.tallies enable row level security;

comment on type amity_private.tally is 'What is counted.';
comment on table amity_private.tallies is
  'How many connections, followers and followed people each person has: the sum of n over the '
  'slots of a person.';
comment on column amity_private.tallies.slot is 'One of the slots that a tally is spread over.';
comment on column amity_private.tallies.person_id is 'Whose tally it is.';
comment on column amity_private.tallies.what is 'What is counted.';
comment on column amity_private.tallies.n is 'This slot''s part of the count; may be negative.';
