{% from 'imports/import.macro' import existing_lines %}
{{ existing_lines(
  'followed_lines', 'amity.follows',
  'follower_id = one_id and followed_id = other_id'
) }}

-- The lines of an import of follows, each with its refusal.
create or replace function amity_private.judge_follows(
  followers text[], followed text[], created timestamptz[]
) returns amity_private.import_line[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_lines amity_private.import_line[];
begin
  v_lines := amity_private.read_lines(followers, followed, created, null, 'self_follow', false);
  v_lines := amity_private.refuse_lines(
    v_lines, amity_private.lines_across_a_block(v_lines), 'blocked');
  v_lines := amity_private.refuse_lines(
    v_lines, amity_private.followed_lines(v_lines), 'already_following');
  v_lines := amity_private.refuse_lines(v_lines, array(
    select line from unnest(v_lines) join amity_private.follows_history
      on follower_id = one_id and followed_id = other_id and action = 'unfollowed'
      and occurred_at >= coalesce(began_at, '-infinity')
  ), 'ended_since');
  return amity_private.refuse_surplus(
    v_lines, false, 'already_following', 'max_following', 'following');
end;
$$;
