-- What happened to each tie, for a client that writes it itself.
create table connections_history (
  entry bigint generated always as identity primary key,
  tie_id uuid not null,
  one_id uuid not null,
  other_id uuid not null,
  action text not null,
  actor_id uuid not null,
  occurred_at timestamptz not null default clock_timestamp()
);
create index on connections_history (tie_id, entry desc);
create index on connections_history (one_id, occurred_at desc);
create index on connections_history (other_id, occurred_at desc);
create table follows_history (like connections_history including all);
create table blocks_history (like connections_history including all);
