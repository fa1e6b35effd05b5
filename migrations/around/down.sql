-- The way back, all of it at once: what a host built on Amity was looked for before. The triggers on
-- tables of the host go with the functions that they call. The roles stay: others may use them.
set local client_min_messages = warning;

-- Row security stays on, so that what a guard hid is not open to everybody: the host decides who
-- sees it from now on.
do $amity$
declare
  v_policy record;
begin
  if to_regclass('amity_private.guards') is null then
    return;
  end if;
  for v_policy in
    select polname as name, polrelid::regclass as host_table
    from pg_policy join amity_private.guards on guards.host_table = polrelid
    where polname in (
      'amity_audience', 'amity_signed_in', 'amity_signed_out', 'amity_service',
      'amity_author_insert', 'amity_author_update', 'amity_author_delete'
    )
  loop
    execute format('drop policy %I on %s', v_policy.name, v_policy.host_table);
  end loop;
end;
$amity$;

drop schema if exists amity cascade;
drop schema amity_private cascade;
