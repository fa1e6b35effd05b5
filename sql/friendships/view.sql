-- The shape of a friendships table, for clients that were written for one. In such a table both
-- people read who stepped back; here, each person reads only their own step-back.
create or replace view amity.friendships with (security_invoker = true) as
select
  connections.id,
  connections.requester_id,
  connections.recipient_id as addressee_id,
  -- text, as such a table has it: a word that is none of ours reaches a trigger, which refuses it
  connections.status::text as status,
  connections.responded_at,
  connections.requested_at as created_at,
  step_backs.owner_id as stepped_back_by,
  step_backs.since as stepped_back_at,
  step_backs.until as stepped_back_until,
  step_backs.reason as stepped_back_reason
from amity.connections
left join lateral (
  select owner_id, since, until, reason from amity.step_backs
  where owner_id = (select amity.me())
    and person_id = case connections.requester_id
      when (select amity.me()) then connections.recipient_id
      else connections.requester_id
    end
  limit 1  -- so each is looked up, and not all of mine for each
) as step_backs on true
where connections.status = 'accepted'
  or (
    connections.status = 'pending'
    and connections.requested_at > (select amity_private.requests_open_after())
  );

-- clients write whole rows, also what is not theirs to say: the triggers pass that over or refuse
-- it
grant select, insert, update, delete on amity.friendships to authenticated, service_role;
comment on view amity.friendships is
  'My connections and open requests, named as in a friendships table and written like one: insert '
  'addressee_id to ask, update status to accepted or declined, or to canceled where I asked, set '
  'stepped_back_by to myself or to null, delete to end. Ids and dates are the database''s to give.';
comment on column amity.friendships.id is 'The connection.';
comment on column amity.friendships.requester_id is 'Who asked: me, where nothing else is said.';
comment on column amity.friendships.addressee_id is 'Who was asked.';
comment on column amity.friendships.status is
  'pending or accepted; a declined or canceled request is returned once and leaves.';
comment on column amity.friendships.responded_at is 'When it was accepted.';
comment on column amity.friendships.created_at is 'When it was asked.';
comment on column amity.friendships.stepped_back_by is
  'Me, where I stepped back; never the other person. Set it to myself to step back, to null to '
  'return.';
comment on column amity.friendships.stepped_back_at is 'Since when I have stepped back.';
comment on column amity.friendships.stepped_back_until is
  'Until when I have stepped back; null is until I return.';
comment on column amity.friendships.stepped_back_reason is 'My private note.';
