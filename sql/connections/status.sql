create or replace function amity.connection_status(person uuid) returns amity.connection_state
language sql stable
return coalesce(
  (
    select case
      when status = 'accepted' then 'accepted'
      when requester_id = person then 'pending_received'
      else 'pending_sent'
    end::amity.connection_state
    from amity.connections
    where least(requester_id, recipient_id) = least((select amity.me()), person)
      and greatest(requester_id, recipient_id) = greatest((select amity.me()), person)
      and (status = 'accepted' or requested_at > (select amity_private.requests_open_after()))
  ),
  'none'
);

grant execute on function amity.connection_status(uuid) to authenticated;
comment on function amity.connection_status(uuid) is
  'What that person and I are: none, pending_sent, pending_received or accepted. Unknown is none.';

create or replace function amity.pending_requests_count() returns bigint
language sql stable
return (
  select count(*) from amity.connections
  where recipient_id = (select amity.me()) and status = 'pending'
    and requested_at > (select amity_private.requests_open_after())
);

grant execute on function amity.pending_requests_count() to authenticated;
comment on function amity.pending_requests_count() is 'How many requests wait for my answer.';
