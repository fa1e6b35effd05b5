-- How every act of one person towards another begins. What is refused here is refused
-- alike for every other person, before the pair is held and anything about them is looked at.
--   act         names the refusal self_<act>
--   enabled  what the setting <act>s_enabled says, where the kind has one
-- Returns who is speaking: null for a service without claims. Refuses: no_actor, person_not_found
-- (null), not_yours, self_<act>, <act>s_disabled.
create or replace function amity_private.open_act(
  act text, actor uuid, other uuid, enabled boolean default true
) returns uuid
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_me constant uuid := amity.me();
begin
  if actor is null and v_me is null then
    perform amity_private.refuse('no_actor');
  elsif actor is null or other is null then
    perform amity_private.refuse('person_not_found');
  elsif v_me <> actor then
    perform amity_private.refuse('not_yours');
  elsif actor = other then
    perform amity_private.refuse(format('self_%s', act));
  elsif not enabled then
    perform amity_private.refuse(format('%ss_disabled', act));
  end if;
  return v_me;
end;
$$;
