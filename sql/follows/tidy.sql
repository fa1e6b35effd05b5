create or replace function amity_private.tidy_follows() returns bigint
language sql volatile
return amity_private.trim_follows_history(
  clock_timestamp() - amity_private.setting_interval('history_retention')
);

comment on function amity_private.tidy_follows() is
  'Forgets ended follows past history_retention; returns how many entries. See amity.tidy().';
