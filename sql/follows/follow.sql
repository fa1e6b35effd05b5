create or replace function amity_private.refuse_too_many_followed(follower uuid) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_cap constant integer := amity_private.setting_number('max_following');
  v_count bigint;
begin
  if v_cap is null then
    return;
  end if;
  -- two must not race for the last place
  perform amity_private.lock_people(follower);
  select count(*) into v_count
  from (select from amity.follows where follower_id = follower limit v_cap) as followed;
  if v_count >= v_cap then
    perform amity_private.refuse('limit_reached', 'max_following', v_cap::text);
  end if;
end;
$$;

-- Following: anybody but myself, once, in my own name, not across a block.
create or replace function amity_private.tg_follows__follow() returns trigger
language plpgsql volatile security definer  -- it locks the pair and sees blocks of both sides
set search_path = pg_catalog, pg_temp
as $$
begin
  if new.follower_id is null or new.followed_id is null then
    perform amity_private.refuse('person_not_found');
  elsif amity.me() <> new.follower_id then
    perform amity_private.refuse('not_yours');
  elsif new.follower_id = new.followed_id then
    perform amity_private.refuse('self_follow');
  elsif not amity_private.setting_is_on('follows_enabled') then
    perform amity_private.refuse('follows_disabled');
  end if;
  perform amity_private.hold_pair(new.follower_id, new.followed_id);
  if exists (
    select from amity.follows where follower_id = new.follower_id and followed_id = new.followed_id
  ) then
    perform amity_private.refuse('already_following');
  end if;
  perform amity_private.refuse_too_many_followed(new.follower_id);
  return new;
end;
$$;

comment on function amity_private.refuse_too_many_followed(uuid) is
  'Refuses limit_reached where the follower follows max_following people already.';
comment on function amity_private.tg_follows__follow() is
  'Decides on a new follow. Refuses: person_not_found, not_yours, self_follow, follows_disabled, '
  'blocked, already_following, limit_reached.';

create or replace trigger _000_require_speaker
before insert or update or delete on amity.follows
for each statement execute function amity_private.tg_require_speaker();

create or replace trigger _100_follow
before insert on amity.follows
for each row execute function amity_private.tg_follows__follow();

create or replace trigger _100_keep
before update of id, follower_id, followed_id on amity.follows
for each row
when ((old.id, old.follower_id, old.followed_id)
  is distinct from (new.id, new.follower_id, new.followed_id))
execute function amity_private.tg_ties__keep();

create or replace trigger _100_keep_all
before truncate on amity.follows
for each statement execute function amity_private.tg_tables__refuse_truncate();

create or replace function amity.follow(person uuid) returns amity.follows
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_follow amity.follows;
begin
  insert into amity.follows (followed_id) values (person) returning * into v_follow;
  return v_follow;
end;
$$;

grant execute on function amity.follow(uuid) to authenticated;
comment on function amity.follow(uuid) is
  'Follows a person; returns the follow. Refuses: person_not_found, self_follow, blocked, '
  'already_following, limit_reached, follows_disabled, signed_out, not_joined.';
