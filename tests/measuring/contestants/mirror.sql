-- The usual table for reading a graph: each tie from both of its ends.
create schema mirror;
create table mirror.edges (
  person_id uuid not null,
  other_id uuid not null,
  is_accepted boolean not null,
  since timestamptz not null
);
insert into mirror.edges
select requester_id, recipient_id, status = 'accepted', coalesce(responded_at, requested_at)
from bare.connections
union all
select recipient_id, requester_id, status = 'accepted', coalesce(responded_at, requested_at)
from bare.connections;
alter table mirror.edges add primary key (person_id, other_id);
create index on mirror.edges (person_id, since desc) include (other_id);
