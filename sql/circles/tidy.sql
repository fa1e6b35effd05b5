-- Forgets ended memberships past history_retention; returns how many entries. See amity.tidy().
create or replace function amity_private.tidy_circle_members() returns bigint
language sql volatile
return amity_private.trim_circle_members_history(
  clock_timestamp() - amity_private.setting_interval('history_retention')
);
