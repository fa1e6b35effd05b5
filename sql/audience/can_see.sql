{% from 'foundation/client.macro' import definer %}
-- Questions about one person at a time. For a person who blocked the caller the answer is that of
-- an unknown id: no, after as much work. Definer, because blocks and labels of others are not
-- granted; plpgsql, which keeps its plans, because a policy asks about each row.

-- Whether that person is me, or exists and no block is between us.
create or replace function amity_private.is_visible_to_me(
  person uuid, view boolean default false, find boolean default false
) returns boolean
language plpgsql stable parallel safe security definer  -- see above
set search_path = pg_catalog, pg_temp
as $$
declare
  v_me constant uuid := amity.me();
begin
  return person = v_me or (
    amity_private.is_open_to_me(person, view, find)
    and not exists (select from amity.blocks where blocker_id = v_me and blocked_id = person)
  );
end;
$$;

create or replace function amity.can_find(person uuid) returns boolean
language sql stable parallel safe
return coalesce(amity_private.is_visible_to_me(person, find => true), false);

create or replace function amity.can_view_profile(person uuid) returns boolean
language sql stable parallel safe
return coalesce(amity_private.is_visible_to_me(person, view => true), false);

create or replace function amity.can_see_posts_of(person uuid) returns boolean
language sql stable parallel safe
return coalesce(
  amity_private.is_visible_to_me(person) and not amity.is_stepped_back_from(person), false
);

-- The caller has to know the id of the type or circle. Only its owner does, until a post is shown
-- to those who bear it.
{% call definer(
  'is_labelled_by', 'person uuid, type_or_circle uuid', 'boolean', to='authenticated',
  volatility='stable parallel safe', because='see above',
  says="Whether that person labelled me with that type of theirs, or so that I am in that dynamic
    circle of theirs: what they post for it is shown to me. Never across a block."
) %}
declare
  v_me constant uuid := amity.me();
begin
  return exists (
    select from amity.labels
    where labels.owner_id = person and labels.person_id = v_me and labels.type_id = coalesce(
      (select label_type_id from amity.circles where id = type_or_circle),
      type_or_circle
    )
  ) and amity_private.is_visible_to_me(person);
end;
{% endcall %}

-- the policies of guarded tables run as the person who reads
grant execute on function amity_private.is_visible_to_me(uuid, boolean, boolean) to authenticated;
grant execute on function amity.can_find(uuid) to authenticated;
grant execute on function amity.can_view_profile(uuid) to authenticated;
grant execute on function amity.can_see_posts_of(uuid) to authenticated;
comment on function amity.can_find(uuid) is
  'Whether a search of yours may show me that person: me always, none across a block unless the '
  'blocker lets themselves be found (hide_from_search), and none of an unknown id.';
comment on function amity.can_view_profile(uuid) is
  'Whether I may open that person''s profile: mine always, none across a block unless the '
  'blocker left it open (prevent_profile_view), and none of an unknown id.';
comment on function amity.can_see_posts_of(uuid) is
  'Whether what that person posts for everyone is shown to me: mine always, none across a '
  'block, none of a person I stepped back from, and none of an unknown id.';
