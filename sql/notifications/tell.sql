-- Tells a person of an event, in the transaction of the act. It costs the act one insert, and
-- another where a service takes notifications. The channel announces the id alone: every session of
-- the database may listen, and only the owner may read the row.
create or replace function amity_private.tell(
  person uuid, kind amity.notification_kind, subject uuid, actor uuid default null
) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_told record;
  v_done text;
begin
  insert into amity.notifications (person_id, kind, actor_id, subject_id)
  values (person, kind, actor, subject)
  returning id,
    (select value::boolean from amity.settings where name = 'notifications_are_taken') as is_taken,
    (select value::boolean from amity.settings where name = 'notify_channel') as is_sent
  into v_told;
  if v_told.is_taken then
    insert into amity_private.untaken_notifications (notification_id) values (v_told.id);
  end if;
  if v_told.is_sent then
    v_done := pg_notify('amity_notifications', v_told.id::text);
  end if;
end;
$$;
