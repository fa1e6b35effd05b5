-- How many notifications I have not read, without those that are not shown:
-- amity.my_counters() finds it by its name.
create or replace function amity_private.my_count_unread_notifications() returns bigint
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_me constant uuid := amity.me();
begin
  return (
    select count(*) from amity.notifications
    where person_id = v_me and read_at is null
      and coalesce(actor_id, person_id) not in (select amity_private.my_quiet_people())
  );
end;
$$;
