-- An import is one call for many lines. While it judges and writes them, a line is this.
create type amity_private.import_line as (
  line integer, one_id uuid, other_id uuid, began_at timestamptz, agreed_at timestamptz,
  refused text
);
comment on type amity_private.import_line is
  'A line of an import: its number in the call, both people, its dates, and why it is refused.';

-- The batches of an import that can be undone. They name no person and no row: the ids of the rows
-- are made of the batch and the number of the line, see id_of_line().
create table amity_private.import_batches (
  run text not null,
  batch text not null,
  lines integer not null,
  constraint import_batches_pkey primary key (run, batch),
  constraint import_batches_run_is_short check (amity_private.check_text(run, 100))
);
select amity_private.keep_no_statistics('amity_private.import_batches');
alter table amity_private.import_batches enable row level security;

comment on table amity_private.import_batches is
  'Batches of imports, for amity.undo_import().';
comment on column amity_private.import_batches.run is 'The import, as its caller named it.';
comment on column amity_private.import_batches.batch is 'When it was, and a secret.';
comment on column amity_private.import_batches.lines is 'How many lines it had.';

-- The last end of a tie, to tell a line of the past from one that would bring it back. Not made
-- concurrently, which no transaction can.
-- squawk-ignore require-concurrent-index-creation
create index connections_history_of_ends
  on amity_private.connections_history (requester_id, recipient_id, occurred_at)
  where action in ('removed', 'rejected');
-- squawk-ignore require-concurrent-index-creation
create index follows_history_of_ends
  on amity_private.follows_history (follower_id, followed_id, occurred_at)
  where action = 'unfollowed';
-- squawk-ignore require-concurrent-index-creation
create index blocks_history_of_ends
  on amity_private.blocks_history (blocker_id, blocked_id, occurred_at)
  where action = 'unblocked';
