{% from 'foundation/client.macro' import definer %}
{# the names of types have to be as they are everywhere #}
{% call definer(
  'sync_tables', 'token text, password text default null', 'amity.sync_offer',
  because='only the token is known here', to='service_role, amity_receiver',
  sets=['quote_all_identifiers = off'],
  says="For a receiving site: the tables that its token opens, each with its columns (name, type,
    not_null, identity, generated, place in the key, cursor: whether it can be a cursor_column), the
    ids of the sites whose rows it has (this one first), estimated_rows (null: unknown),
    requires_approval, and the tables that it refers_to. Never refuses by an error: see
    amity.sync_authorization."
) %}
declare
  v_opened constant amity_private.opened_sync_connection :=
    amity_private.open_sync_connection(token, password);
  v_site constant amity.sync_connections := v_opened.site;
  v_reply constant amity.sync_authorization := coalesce(
    amity_private.check_sync_site(v_site, v_opened.password_fits, amity.client_ip()),
    amity_private.check_sync_rate(v_site),
    amity_private.sync_allow(v_site.id)
  );
  v_offer amity.sync_offer := jsonb_populate_record(null::amity.sync_offer, to_jsonb(v_reply));
begin
  if v_offer.allowed then
    perform amity_private.count_sync_request(v_site.id);
    select coalesce(jsonb_agg(jsonb_build_object(
      'table', readable.table_name,
      'columns', amity_private.sync_columns_json(readable.relation),
      'sites', amity_private.sync_sites_of(readable.table_name),
      'estimated_rows', readable.estimated_rows,
      'requires_approval', amity_private.sync_needs_approval(
        v_site.approval_mode, v_site.auto_approve_tables, readable.table_name),
      'refers_to', (
        select coalesce(jsonb_agg(distinct others.table_name order by others.table_name), '[]')
        from pg_constraint
        join amity_private.sync_tables_readable() as others on others.relation = confrelid
        where contype = 'f' and conrelid = readable.relation and confrelid <> conrelid
          and amity_private.sync_table_allowed(
            v_site.allowed_tables, v_site.excluded_tables, others.table_name)
      )
    ) order by readable.table_name), '[]') into v_offer.tables
    from amity_private.sync_tables_readable() as readable
    where amity_private.sync_table_allowed(
      v_site.allowed_tables, v_site.excluded_tables, readable.table_name);
  end if;
  perform amity_private.say_sync_status(v_offer.http_status);
  return v_offer;
end;
{% endcall %}
