{% from 'foundation/client.macro' import definer %}
create or replace function amity.checksum_table(
  host_table regclass, columns text[], out row_count bigint, out checksum text
)
language sql volatile strict  -- invoker: it reads what its caller may read
set search_path = pg_catalog, pg_temp
begin atomic
  select * from amity_private.checksum_rows(
    checksum_table.host_table, checksum_table.columns, null, null);
end;

grant execute on function amity.checksum_table(regclass, text[]) to service_role;
comment on function amity.checksum_table(regclass, text[]) is
  'The number of rows of a table here and a checksum of those of the columns that it has, to '
  'compare with amity.sync_checksum() of another site. The order of rows does not matter. For '
  'services.';

{% call definer(
  'sync_checksum', "token text, table_name text, columns jsonb, password text default null,
    transfer uuid default null",
  'amity.sync_digest', because='only the token is known here', to='service_role, amity_receiver',
  says="For a receiving site: the number of rows of a table and a checksum of those of the columns
    in a list that it may pull; returns these. Counts as a request, and takes the checks of
    amity.sync_pull(), an approval included. Reads as many rows as a request may have, and at most
    256 MB. Never refuses by an error: see amity.sync_authorization."
) %}
declare
  v_opened constant amity_private.opened_sync_connection :=
    amity_private.open_sync_connection(token, password);
  v_site constant amity.sync_connections := v_opened.site;
  -- not without a token: see sync_pull()
  v_table constant oid := case when v_site.id is not null then
    to_regclass(amity_private.sync_table_name(table_name)) end;
  v_columns constant text[] := array(
    select described.name from amity_private.describe_sync_columns(v_table) as described
    where columns ? described.name order by described.place
  );
  v_reply amity.sync_authorization := amity_private.check_sync(v_site, v_opened.password_fits,
    amity.client_ip(), amity_private.readable_sync_table(v_table), transfer, null);
  v_rows bigint;
  v_checksum text;
  v_digest amity.sync_digest;
begin
  if v_reply.allowed then
    perform amity_private.count_sync_request(v_site.id);
    begin
      select * into v_rows, v_checksum
      from amity_private.checksum_offered_rows(v_table, v_columns, v_reply.rows_granted, 268435456);
      if v_checksum is null then
        v_reply := amity_private.sync_refuse('sync_table_too_large', v_reply.rows_granted::text);
      end if;
    exception
      -- granted a moment ago, and no more
      when insufficient_privilege or undefined_table or undefined_column then
        v_reply := amity_private.sync_refuse('sync_table_not_allowed');
    end;
  end if;
  v_digest := jsonb_populate_record(null::amity.sync_digest, to_jsonb(v_reply));
  if v_digest.allowed then
    v_digest.columns := v_columns;
    v_digest.row_count := v_rows;
    v_digest.checksum := v_checksum;
  end if;
  perform amity_private.say_sync_status(v_digest.http_status);
  return v_digest;
end;
{% endcall %}
