{% from 'foundation/client.macro' import definer %}
-- It is made here and shown once, as a token is, so that no proof of it that is logged opens
-- anything.
{% call definer(
  'rotate_sync_incoming_password', '', 'text', because='the table is not granted',
  says="Makes the password that amity.sync_announce() needs with the setting sync_incoming_mode
    require_password, and returns it, this once; the old one is worth nothing from now on. For
    services."
) %}
declare
  v_password constant text := amity_private.new_token();
begin
  update amity_private.sync_site
  set incoming_password_hash = sha256(amity_private.hash_token(v_password));
  return v_password;
end;
{% endcall %}

-- Whether that is the password, or a proof of it for this announcement: its SHA-256, xor an HMAC
-- under what is stored. Repeated from a log, a proof announces the same once more.
create or replace function amity_private.sync_incoming_password_fits(
  stored bytea, password text, announced text
) returns boolean
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  return coalesce(stored = sha256(case
    when password ~ '^[0-9a-f]{64}$' then amity_private.xor_bytes(
      decode(password, 'hex'), amity_private.hmac_sha256(stored, 'announce ' || announced))
    else amity_private.hash_token(password)
  end), false);
end;
$$;

-- What a site that announces itself is told. One announcement is judged at a time; at most ten in a
-- minute get that far, right or wrong; and at most a hundred wait for an administrator.
create or replace function amity_private.check_sync_announcement(announced text, password text)
returns amity.sync_authorization
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_mode constant text := amity_private.setting_choice('sync_incoming_mode');
  v_site amity_private.sync_site;
  v_refusal amity.sync_authorization;
begin
  if v_mode = 'deny_all' then
    return amity_private.sync_refuse('sync_announcing_denied');
  end if;
  select * into v_site from amity_private.sync_site for no key update;
  v_refusal := amity_private.check_sync_times(v_site.announcements, 10);
  if v_refusal.slug is not null then
    return v_refusal;
  end if;
  update amity_private.sync_site
  set announcements = amity_private.noted_within_a_minute(v_site.announcements);
  return case
    when v_mode = 'require_password' and not amity_private.sync_incoming_password_fits(
      v_site.incoming_password_hash, password, announced)
      then amity_private.sync_refuse('sync_invalid_password')
    when 100 <= (
      select count(*) from amity.sync_connections
      where metadata ? 'announced_from' and status in ('pending', 'active')
        and cardinality(writable_tables) = 0
    ) then amity_private.sync_refuse('sync_announcements_full')
    else amity_private.sync_allow(null)
  end;
end;
$$;

-- The name gets a part of the id: a name or a variable of another connection cannot be taken.
{% call definer(
  'sync_announce', 'name text, site_url text, password text default null',
  'amity.sync_authorization', because='it makes a connection', to='service_role, amity_receiver',
  says="For a sending site: announces its name and URL to this one. By the setting
    sync_incoming_mode it becomes a receiving connection, pending or active, that may write no
    table, or it is refused. The answer does not tell whether there was one. Never refuses by an
    error, see amity.sync_authorization, but for an invalid value: sync_invalid_field,
    text_too_long, text_invalid."
) %}
declare
  v_id constant uuid := amity.uuid_v7();
  v_reply amity.sync_authorization;
begin
  perform amity_private.require_read_committed();
  v_reply := amity_private.check_sync_announcement(
    format('%s %s', sync_announce.site_url, sync_announce.name), password);
  if v_reply.allowed then
    begin
      insert into amity.sync_connections (id, name, direction, site_url, metadata)
      values (
        v_id, case when sync_announce.name ~ '\S'
          then format('%s (%s)', left(sync_announce.name, 180), right(v_id::text, 8)) end,
        'receiver', sync_announce.site_url,
        jsonb_build_object('announced_from', host(amity.client_ip()))
      );
      if amity_private.setting_choice('sync_incoming_mode') <> 'require_approval' then
        update amity.sync_connections set status = 'active' where id = v_id;
      end if;
    exception
      when sqlstate 'PT409' then null;  -- sync_already_connected
    end;
  end if;
  perform amity_private.say_sync_status(v_reply.http_status);
  return v_reply;
end;
{% endcall %}
