-- One row for each id that a person blocked. It belongs to the blocker alone.
create table amity.blocks (
  id uuid not null default amity.uuid_v7(),
  blocker_id uuid not null default amity.me(),
  -- No foreign key: any id can be blocked. If an unknown id could not be blocked, a person who was
  -- blocked first could tell, by trying to block back.
  blocked_id uuid not null,
  reason text,
  hide_from_search boolean not null default true,
  prevent_profile_view boolean not null default true,
  created_at timestamptz not null default clock_timestamp(),
  constraint blocks_pkey primary key (id),
  constraint blocks_blocker_is_a_person
    foreign key (blocker_id) references amity.people (id) on delete cascade,
  constraint blocks_not_myself check (blocker_id <> blocked_id),
  constraint blocks_reason_is_short check (amity_private.check_text(reason, 500)),
  constraint blocks_once unique (blocker_id, blocked_id)
);

-- who blocked this person, for the rules; and the people I blocked, newest first
create index blocks_of_blocked on amity.blocks (blocked_id, blocker_id);
create index blocks_by_time on amity.blocks (blocker_id, created_at);

select amity_private.keep_no_statistics('amity.blocks');
alter table amity.blocks enable row level security;

comment on table amity.blocks is
  'People I blocked: insert to block, delete to unblock. Only I ever see a row; the '
  'blocked person never does.';
comment on column amity.blocks.id is 'The block.';
comment on column amity.blocks.blocker_id is 'Who blocks: me.';
comment on column amity.blocks.blocked_id is
  'Who is blocked: any id, known or not. A block outlives the account that has the id.';
comment on column amity.blocks.reason is 'A note to myself: at most 500 characters.';
comment on column amity.blocks.hide_from_search is
  'Whether the blocked person does not find me: amity.can_find(), for the search of the host.';
comment on column amity.blocks.prevent_profile_view is
  'Whether the blocked person cannot open my profile: amity.can_view_profile(). Off, they can tell '
  'from it that I exist, and from what else is refused that I blocked them.';
comment on column amity.blocks.created_at is 'When I blocked.';

{% from 'foundation/history.macro' import history_table %}
{{ history_table(
  kind='blocks', tie='block', one='blocker', other='blocked',
  opening=['blocked'], closing=['unblocked']
) }}
