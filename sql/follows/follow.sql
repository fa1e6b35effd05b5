-- Following: any person but myself, once, in my own name, not across a block. Refuses:
-- person_not_found, not_yours, self_follow, follows_disabled, blocked, already_following,
-- limit_reached.
create or replace function amity_private.tg_follows__follow() returns trigger
language plpgsql volatile security definer  -- it locks the pair and sees blocks of both sides
set search_path = pg_catalog, pg_temp
as $$
declare
  v_cap constant integer := amity_private.setting_number('max_following');
begin
  perform amity_private.begin_act(
    'follow', new.follower_id, new.followed_id, amity_private.setting_is_on('follows_enabled')
  );
  perform from amity.follows
  where follower_id = new.follower_id and followed_id = new.followed_id;
  if found then
    perform amity_private.refuse_duplicate('already_following');
    return null;
  elsif v_cap is not null then
    perform amity_private.lock_people(new.follower_id);  -- two must not race for the last place
    if v_cap <= (
      select count(*)
      from (select from amity.follows where follower_id = new.follower_id limit v_cap) as followed
    ) then
      perform amity_private.refuse('limit_reached', 'max_following', v_cap::text);
    end if;
  end if;
  return new;
end;
$$;

create or replace trigger _100_follow
before insert on amity.follows
for each row execute function amity_private.tg_follows__follow();

{% from 'foundation/tie.macro' import do %}
{{ do(
  'follow', 'follows', theirs='followed',
  says='Follows a person; returns the follow. Refuses: person_not_found, self_follow, blocked, '
    ~ 'already_following, limit_reached, follows_disabled'
) }}
