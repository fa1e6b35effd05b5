-- The invariants of notifications that are broken. See amity.verify().
create or replace function amity_private.verify_notifications()
returns table (invariant text, detail text)
language sql stable
begin atomic
  select 'is_about_what_stands', told.id::text
  from amity.notifications as told
  where case
    when kind in ('request_received', 'request_accepted', 'invite_redeemed') then not exists (
      select from amity.connections
      where id = subject_id and (status = 'pending') = (kind = 'request_received')
        and told.actor_id in (requester_id, recipient_id)
        and told.person_id in (requester_id, recipient_id)
    )
    when kind = 'followed' then not exists (
      select from amity.follows
      where (id, followed_id, follower_id) = (subject_id, told.person_id, told.actor_id)
    )
    when kind = 'circle_invitation' then not exists (
      select from amity.circle_members as members
      where (members.id, members.person_id, invited_by)
        = (subject_id, told.person_id, told.actor_id)
    )
    when kind = 'circle_joined' then not exists (
      select from amity.circle_members as members
      where (members.id, members.person_id, status) = (subject_id, told.actor_id, 'member')
    )
    when kind = 'badge_awarded' then not exists (
      select from amity.kept_badges as kept
      where (kept.id, kept.person_id) = (subject_id, told.person_id) and told.actor_id is null
    )
  end
  union all
  select 'is_of_a_person', told.id::text from amity.notifications as told
  where not exists (select from amity.people where people.id = told.person_id)
  union all
  select 'not_across_a_block', told.id::text from amity.notifications as told
  where amity_private.is_blocked_either_way(person_id, actor_id);
end;
