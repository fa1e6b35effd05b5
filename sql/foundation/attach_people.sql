-- Each row of the host's table becomes a person, and stays who they are where the host made
-- its uuid keys text. Definer: what follows the table reads it as the owner of the schema, which
-- shows here whether that may.
-- Makes each row of a host's table a person. Refuses: key_is_mapped.
create or replace function amity_private.bring_people(host_table regclass, key_column name)
returns void
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_key record;
  v_mapped boolean;
  v_came uuid[];
begin
  perform amity_private.require_service_caller('amity_private.bring_people(regclass, name)');
  v_key := amity_private.describe_key(host_table, key_column);
  if v_key.person_column = 'id' then
    execute format(
      'select exists (select from only %1$s as users join amity.people '
      'on users.%2$I = amity_private.as_uuid(people.host_key))', host_table, key_column
    ) into v_mapped;
    if v_mapped then
      perform amity_private.refuse('key_is_mapped', format('%s.%I', host_table, key_column));
    end if;
  elsif exists (select from amity.people where host_key is null) then
    execute format(
      'update amity.people set host_key = users.%2$I::text from only %1$s as users '
      'where people.host_key is null and people.id = amity_private.as_uuid(users.%2$I::text) '
      'and not exists ('
      'select from amity.people as mapped where mapped.host_key = users.%2$I::text)',
      host_table, key_column);
  end if;
  execute format(
    'with came as (insert into amity.people (%3$I) select users.%2$I::%4$I from only %1$s as users '
    'where users.%2$I is not null '
    -- where no person was forgotten, one look says so for all rows
    'and (not exists (select from amity_private.forgotten_people) '
    'or not amity_private.is_forgotten(users.%2$I::%4$I::text)) on conflict do nothing '
    'returning id) select array(select id from came)',
    host_table, key_column, v_key.person_column, v_key.key_type) into v_came;
  perform amity_private.end_forgotten(v_came);
end;
$$;

create or replace function amity.attach_people(host_table regclass, key_column name default 'id')
returns bigint
language plpgsql volatile  -- invoker: it needs the rights on the host's table that its caller has
set search_path = pg_catalog, pg_temp
as $$
declare
  v_attached amity_private.attachments;
begin
  perform amity_private.require_service();
  perform amity_private.describe_key(host_table, key_column);
  -- one at a time; and a table that was dropped meanwhile is attached no more
  lock table amity_private.attachments in share row exclusive mode;
  delete from amity_private.attachments
  where not exists (select from pg_class where oid = attachments.host_table);

  select * into v_attached from amity_private.attachments;
  if v_attached.host_table <> host_table
    or amity_private.followed_column(host_table) <> key_column
  then
    perform amity_private.refuse('already_attached', v_attached.host_table::text);
  end if;

  insert into amity_private.attachments (host_table, key_column) values (host_table, key_column)
  on conflict on constraint attachments_pkey do update set key_column = excluded.key_column
  returning * into v_attached;
  -- all triggers, each time: one may be missing, off, or of another making
  execute amity_private.host_trigger_script(v_attached);

  -- the triggers hold the table by now, so no row slips between them and this
  perform amity_private.bring_people(host_table, key_column);
  return (select count(*) from amity.people);
end;
$$;

comment on function amity.attach_people(regclass, name) is
  'Makes each row of the host''s table of users a person, now and as they come and go; returns '
  'how many people there are. It can be repeated, and puts right what is missing, but for '
  'people who were forgotten. For the owner of the schema. Refuses: key_unsupported, '
  'key_is_mapped, already_attached.';
