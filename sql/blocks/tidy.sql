create or replace function amity_private.tidy_blocks() returns bigint
language sql volatile
return amity_private.trim_blocks_history(
  clock_timestamp() - amity_private.setting_interval('history_retention')
);

comment on function amity_private.tidy_blocks() is
  'Forgets ended blocks past history_retention; returns how many entries. See amity.tidy().';
