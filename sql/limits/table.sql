-- How often a person may act. The host sets the rates; where max_actions is null there is none.
-- What is limited is a row here, and the triggers named _700_consume_rate_limit that say its name:
-- a kind brings both.
create table amity.rate_limits (
  action text not null,
  max_actions integer,
  per interval not null,
  constraint rate_limits_pkey primary key (action),
  constraint rate_limits_action_is_a_name check (action ~ '^[a-z_]{1,63}$'),
  constraint rate_limits_max_actions_is_positive check (
    amity_private.check_rate(max_actions > 0, 'max_actions', 'a number from 1, or null')),
  constraint rate_limits_per_is_reasonable check (amity_private.check_rate(
    per > interval '0' and per <= interval '100 years', 'per', 'more than 0 and at most 100 years'))
);

-- The generic cell rate algorithm: one moment a person and action says it all. It moves into the
-- future by per / max_actions with every act, and may not be further away than per.
create table amity_private.rate_limit_state (
  person_id uuid not null,
  action text not null,
  theoretical_arrival_at timestamptz not null,
  constraint rate_limit_state_pkey primary key (person_id, action),
  constraint rate_limit_state_person_is_a_person
    foreign key (person_id) references amity.people (id) on delete cascade
);

select amity_private.keep_no_statistics('amity_private.rate_limit_state');
alter table amity.rate_limits enable row level security;
alter table amity_private.rate_limit_state enable row level security;

comment on table amity.rate_limits is
  'How often a person may act: max_actions at once, each of which comes back in its turn, all of '
  'them within per. A service changes max_actions and per.';
comment on column amity.rate_limits.action is
  'What is limited: request, follow, invite, circle, circle_invitation.';
comment on column amity.rate_limits.max_actions is 'How many; null is any number.';
comment on column amity.rate_limits.per is
  'In what time as many are earned: a day of it is 24 hours, a month 30 days.';
comment on table amity_private.rate_limit_state is 'How far ahead of the rate each person is.';
comment on column amity_private.rate_limit_state.person_id is 'Who.';
comment on column amity_private.rate_limit_state.action is 'In doing what.';
comment on column amity_private.rate_limit_state.theoretical_arrival_at is
  'When all that was done will have been earned.';
