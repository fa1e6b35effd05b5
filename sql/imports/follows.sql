{% from 'imports/import.macro' import import_of %}
-- Writes what is not refused: rows, history and counts. The triggers that would do it row by row
-- are off: see hold.sql.
create or replace function amity_private.write_follows(
  lines amity_private.import_line[], batch text
) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_undo constant text := amity_private.disable_triggers('amity.follows');
begin
  with made as (
    insert into amity.follows (id, follower_id, followed_id, created_at)
    select amity_private.id_of_line(batch, line), one_id, other_id,
      coalesce(began_at, clock_timestamp())
    from unnest(lines) where refused is null
    returning *
  )
  insert into amity_private.follows_history
    (follow_id, follower_id, followed_id, action, cause, occurred_at)
  select id, follower_id, followed_id, 'followed', 'import', created_at from made;
  execute v_undo;

  perform amity_private.add_to_tallies(
    array(select one_id from unnest(lines) where refused is null), 'following');
  perform amity_private.add_to_tallies(
    array(select other_id from unnest(lines) where refused is null), 'followers');
end;
$$;

{{ import_of(
  'follows', 'followers', 'followed', ['created_at'], 'follower_id', 'followed_id',
  myself='self_follow', exists='already_following', ended=['unfollowed'],
  cap='max_following', tally='following',
  setting='follows_enabled', refusal='follows_disabled',
  says="Makes follows that existed elsewhere, with their dates, all in one step; returns the lines
    that are refused, by their place: person_not_found, self_follow, date_in_future, date_invalid,
    blocked, already_following, ended_since, limit_reached. See amity.import_connections(). For
    services. Refuses: import_busy, import_not_alone, import_too_large, follows_disabled, not_yours,
    isolation_unsupported."
) }}
