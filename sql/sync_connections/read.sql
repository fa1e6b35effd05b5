{% from 'foundation/client.macro' import definer %}
-- Whether a grant may be used here and now. What it allows was counted by a transaction that has been
-- committed. The snapshot is older than the grant: used again, it gives the same rows.
create or replace function amity_private.sync_grant_fits(content jsonb) returns boolean
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return coalesce(
    (content ->> 'reader')::integer = pg_backend_pid()
      and current_setting('transaction_isolation') in ('repeatable read', 'serializable')
      and (content ->> 'at')::timestamptz > now()
      and (content ->> 'until')::timestamptz > clock_timestamp()
      and pg_xact_status((content ->> 'counted_by')::xid8) = 'committed',
    false
  );
end;
$$;

-- Whether a table, or a partition of it, was written anew since the snapshot began, by truncate or
-- alter table: it looks empty then, and its rows are not gone.
create or replace function amity_private.sync_table_rewritten(relation oid) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
return exists (
  select from (select relation as relid union select relid from pg_partition_tree(relation)) as parts
  join pg_class on pg_class.oid = parts.relid
  where pg_relation_filenode(parts.relid) is distinct from nullif(pg_class.relfilenode, 0)
);

{% call definer(
  'sync_read', 'signed_grant text', 'amity.sync_page', because='it checks the signature',
  to='service_role, amity_receiver',
  says="For a receiving site: the page that amity.sync_grant() granted, in the snapshot of this
    repeatable read transaction, which may be read only. Pass its receipt to amity.sync_settle().
    Never refuses by an error: see amity.sync_authorization."
) %}
declare
  v_grant constant jsonb := amity_private.read_signed_sync('grant', signed_grant);
  v_name constant text := v_grant ->> 'table';
  v_refusal amity.sync_authorization;
  v_page amity.sync_page;
begin
  if not amity_private.sync_grant_fits(v_grant) then
    v_refusal := amity_private.sync_refuse('sync_grant_invalid');
    return jsonb_populate_record(null::amity.sync_page, to_jsonb(v_refusal));
  end if;
  if amity_private.readable_sync_table(to_regclass(v_name)) is null then
    v_refusal := amity_private.sync_refuse('sync_table_not_allowed');
  else
    v_page := amity_private.read_sync_page(v_name, nullif(v_grant -> 'after', 'null'),
      (v_grant ->> 'rows')::integer, v_grant ->> 'cursor');
    -- looked at now that its lock is held
    if amity_private.sync_table_rewritten(to_regclass(v_name)) then
      v_refusal := amity_private.sync_refuse('sync_snapshot_lost', v_name);
    end if;
  end if;
  if v_refusal.slug is not null then
    v_page := jsonb_populate_record(null::amity.sync_page, to_jsonb(v_refusal));
  end if;
  v_page.transfer_id := (v_grant ->> 'transfer')::uuid;
  v_page.receipt := amity_private.sign_sync('receipt', v_grant || jsonb_build_object(
    'records', coalesce(v_page.record_count, 0),
    'bytes', coalesce(octet_length(v_page.records::text), 0),
    'reached', coalesce(v_page.reached, v_grant -> 'after'),
    'is_last', coalesce(v_page.is_last, false)));
  return v_page;
end;
{% endcall %}
