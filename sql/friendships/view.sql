-- The shape of a friendships table, for clients that were written for one.
create or replace view amity.friendships with (security_invoker = true) as
select
  id,
  requester_id,
  recipient_id as addressee_id,
  status::text::amity.friendship_status as status,
  responded_at,
  requested_at as created_at,
  null::uuid as stepped_back_by,
  null::timestamptz as stepped_back_at,
  null::timestamptz as stepped_back_until,
  null::text as stepped_back_reason
from amity.connections
where status in ('pending', 'accepted');

revoke all on amity.friendships from public, anon, authenticated, service_role;
grant select on amity.friendships to authenticated, service_role;
comment on view amity.friendships is
  'My connections and requests, named as in a friendships table. The stepped_back columns only '
  'ever tell of me: they are null until the kind step_backs is installed.';
comment on column amity.friendships.id is 'The connection.';
comment on column amity.friendships.requester_id is 'Who asked.';
comment on column amity.friendships.addressee_id is 'Who was asked.';
comment on column amity.friendships.status is 'pending or accepted; a declined request leaves.';
comment on column amity.friendships.responded_at is 'When it was accepted.';
comment on column amity.friendships.created_at is 'When it was asked.';
comment on column amity.friendships.stepped_back_by is
  'Me, where I stepped back; never the other person.';
comment on column amity.friendships.stepped_back_at is 'Since when I have stepped back.';
comment on column amity.friendships.stepped_back_until is
  'Until when I have stepped back; null is until I return.';
comment on column amity.friendships.stepped_back_reason is 'My private note.';
