-- Sets when a notification was read: the moment is the database's to give, and only once.
create or replace function amity_private.tg_notifications__read() returns trigger
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  new.read_at := case when new.read_at is not null
    then coalesce(old.read_at, clock_timestamp()) end;
  return new;
end;
$$;

create or replace trigger _110_read
before update of read_at on amity.notifications
for each row execute function amity_private.tg_notifications__read();

{% from 'foundation/client.macro' import opened %}
{# What is locked is passed over, so that this waits for no act: such a row is about to leave. #}
{% macro of_mine(name, parameters, does, which, says) %}
create or replace function amity.{{ name }}({{ parameters }}) returns bigint
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_rows bigint;
begin
  {{ does }}
  where id = any (array(
    select id from amity.notifications
    where person_id = (select amity.me()) and {{ which }}
    for update skip locked
  ));
  get diagnostics v_rows = row_count;
  return v_rows;
end;
$$;

{{ opened(name, parameters, 'authenticated', says ~ ' Refuses: signed_out, not_joined.') }}
{% endmacro %}

{{ of_mine(
  'read_notifications', 'ids uuid[] default null',
  does='update amity.notifications set read_at = clock_timestamp()',
  which='read_at is null and (ids is null or id = any (ids))',
  says='Marks notifications of mine as read, all of them where none are named; returns how many.'
) }}
{{ of_mine(
  'delete_notifications', 'ids uuid[]', does='delete from amity.notifications',
  which='id = any (ids)', says='Deletes notifications of mine; returns how many.'
) }}
