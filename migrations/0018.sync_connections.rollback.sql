-- The roles stay: others may use them, and they may have been granted things.
drop function amity_private.tidy_sync_connections();
drop function amity_private.verify_sync_connections();
drop view amity.sync_transfer_stats;
drop function amity.sync_due();
drop function amity.advance_sync_transfer(
  uuid, jsonb, bigint, bigint, bigint, bigint, bigint, uuid, jsonb
);
drop function amity.start_sync_transfer(
  uuid, text, uuid[], jsonb, amity.sync_conflict_strategy, uuid, uuid
);
drop function amity_private.advance_sync_transfer(
  uuid, jsonb, bigint, bigint, bigint, bigint, bigint, uuid, jsonb
);
drop function amity_private.start_sync_transfer(
  uuid, text, uuid[], jsonb, amity.sync_conflict_strategy, uuid, uuid
);
drop function amity.restart_sync_table(text);
drop function amity_private.restart_sync_table(text);
drop function amity_private.move_sync_position(amity.sync_transfers, jsonb, jsonb);
drop function amity_private.begin_sync_position(text, boolean, uuid[], jsonb);
drop function amity_private.sync_own_ids();
drop function amity_private.sync_key_grows(jsonb);
drop function amity_private.sync_inserts(amity.sync_conflict_strategy, text);
drop function amity.sync_may_write(uuid, text);
drop function amity_private.sync_may_write(uuid, text);
drop function amity_private.sync_site_may_write(amity.sync_connections, text);
drop function amity.sync_pull(text, text, jsonb, integer, text, uuid);
drop function amity_private.sync_pull(text, text, jsonb, integer, text, uuid);
drop function amity_private.sync_position_fits(uuid, jsonb, integer);
drop function amity_private.move_sync_transfer(uuid, jsonb, amity.sync_page);
drop function amity_private.read_sync_page(text, jsonb, uuid, integer);
drop function amity.withdraw_table(regclass);
drop function amity.offer_table(regclass);
drop function amity_private.hand_over_reading();
drop function amity_private.read_rows(oid, jsonb, integer, integer);
drop function amity_private.sync_page_query(oid, boolean);
drop function amity_private.sync_page_key(oid);
drop function amity.fail_sync_transfer(uuid, text);
drop function amity.complete_sync_transfer(uuid);
drop function amity.cancel_sync_transfer(uuid);
drop function amity.deny_sync_transfer(uuid, text, uuid);
drop function amity.approve_sync_transfer(uuid, uuid);
drop function amity_private.say_transfer_status(uuid, amity.sync_transfer_status, uuid, text);
drop function amity.sync_request(text, text, text);
drop function amity_private.sync_request(text, text, text);
drop function amity_private.check_sync_transfer(amity.sync_connections, text, uuid);
drop function amity.sync_tables(text, text);
drop function amity_private.sync_tables(text, text);
drop function amity_private.sync_sites_of(text);
drop function amity.new_sync_site_id();
drop function amity_private.new_sync_site_id();
drop function amity.sync_site_id();
drop function amity_private.sync_site_id();
drop function amity_private.sync_columns_json(oid);
drop function amity_private.describe_sync_columns(oid);
drop function amity_private.readable_sync_table(text);
drop function amity_private.sync_tables_readable();
drop function amity_private.sync_can_send(oid);
drop function amity_private.sync_may_read();
drop function amity.sync_authorize(text, text, integer, text, inet, uuid);
drop function amity_private.sync_authorize(text, text, integer, text, inet, uuid);
drop function amity_private.count_sync_records(
  amity.sync_connections, text, amity.sync_authorization, inet, bigint, bigint);
drop function amity_private.sync_user_agent();
drop function amity_private.check_sync(amity.sync_connections, text, inet, text, uuid, integer);
drop function amity_private.check_sync_rate(amity.sync_connections);
drop function amity_private.check_sync_site(amity.sync_connections, text, inet);
drop function amity_private.count_sync_request(uuid, timestamptz);
drop function amity_private.sync_rate_free_at(amity.sync_connections, timestamptz);
drop function amity_private.sync_refuse(text, text[]);
drop function amity.client_ip();
drop function amity_private.read_address(text);
drop function amity_private.request_header(text);
drop function amity_private.clamp_sync_rows(bigint, bigint, bigint, bigint);
drop function amity_private.sync_needs_approval(amity.sync_approval_mode, text[], text);
drop function amity_private.sync_table_allowed(text[], text[], text);
drop function amity_private.sync_address_allowed(cidr[], inet);
drop function amity_private.sync_hour_allowed(integer, integer, integer);
drop function amity.sync_remaining(uuid);
drop function amity.sync_expiring_soon(interval);
drop function amity.expire_sync_connections();
drop function amity_private.expire_sync_connections();
drop function amity_private.expire_sync_connection(amity.sync_connections);
drop function amity.renew_sync_connection(uuid, timestamptz, bigint, bigint, uuid);
drop function amity_private.renew_sync_connection(uuid, timestamptz, bigint, bigint, uuid);
drop function amity.revoke_sync_connection(uuid, text, uuid);
drop function amity.reactivate_sync_connection(uuid, uuid);
drop function amity.suspend_sync_connection(uuid, text, uuid);
drop function amity.approve_sync_connection(uuid, uuid);
drop function amity_private.act_on_sync(uuid, amity.sync_connection_action, uuid, text);
drop function amity.set_sync_password(uuid, text, uuid);
drop function amity_private.sync_password_fits(uuid, text);
drop function amity_private.set_sync_password(uuid, text, uuid);
drop function amity_private.crypt_sync_password(text, text);
drop function amity.create_sync_connection(
  text, text, amity.sync_direction, amity.sync_approval_mode, text[], timestamptz, bigint, bigint,
    uuid);
drop function amity.rotate_sync_token(uuid, uuid);
drop function amity_private.issue_sync_token(uuid, uuid);
drop function amity_private.hash_sync_token(text);
drop function amity_private.new_sync_token();
drop view amity_private.sync_connections_drift;
drop view amity.sync_connections_history;
drop table amity.sync_transfers;
drop table amity_private.sync_positions;
drop table amity_private.sync_site;
drop table amity_private.sync_credentials;
drop function amity_private.sync_is_used_up(amity.sync_connections, timestamptz);
drop function amity_private.open_sync_connection(text);
drop function amity_private.hold_sync_connection(uuid);
drop function amity_private.refuse_sync_twin(amity.sync_connections);
drop function amity_private.prepare_sync(amity.sync_connections);
drop function amity_private.note_sync(
  amity.sync_connections, amity.sync_connection_action, uuid, amity.cause, text, text[]);
drop function amity_private.sign_sync(uuid, bigint, uuid, amity.cause);
drop function amity_private.last_sync_entry(uuid);
drop function amity_private.changed_sync_fields(amity.sync_connections, amity.sync_connections);
drop table amity.sync_connections;
drop function amity_private.tg_sync_transfers__keep();
drop function amity_private.tg_sync_transfers__change();
drop function amity_private.tg_sync_transfers__know_position();
drop function amity_private.sync_transfer_may(
  amity.sync_transfer_status, amity.sync_transfer_status, boolean
);
drop function amity_private.tg_sync_connections__remember();
drop function amity_private.tg_sync_connections__keep();
drop function amity_private.sync_name_fits(uuid, uuid, boolean);
drop function amity_private.writes_as_owner();
drop function amity_private.tg_sync_connections__change();
drop function amity_private.tg_sync_connections__create();
drop function amity_private.sync_table_names(text[], text, boolean);
drop function amity_private.sync_schema_name(text);
drop function amity_private.sync_table_name(text);
drop function amity_private.last_sync_status(uuid);
drop function amity_private.sync_status_after(amity.sync_connection_action);
drop function amity_private.sync_action(amity.sync_status, amity.sync_status);
drop table amity_private.sync_connections_history;
drop function amity_private.check_sync_field(boolean, text, text);
drop type amity.sync_page;
drop type amity.sync_offer;
drop type amity.sync_authorization;
drop type amity.sync_connection_action;
drop type amity.sync_transfer_status;
drop type amity.sync_transfer_direction;
drop type amity.sync_conflict_strategy;
drop type amity.sync_approval_mode;
drop type amity.sync_status;
drop type amity.sync_direction;
revoke usage on schema amity_private from amity_sync;
revoke usage on schema amity from amity_receiver;
delete from amity.settings where name in ('sync_approval_ttl', 'sync_page_bytes',
  'sync_trusted_proxies');
delete from amity_private.refusals where slug in (
  'sync_invalid_token', 'sync_not_active', 'sync_expired', 'sync_download_limit_reached',
  'sync_record_limit_reached', 'sync_ip_not_allowed', 'sync_outside_allowed_hours',
    'sync_invalid_password',
  'sync_table_not_allowed', 'sync_approval_required', 'sync_approval_pending',
    'sync_approval_denied',
  'sync_approval_expired', 'sync_transfer_over', 'sync_invalid_position', 'sync_rate_limited',
  'sync_connection_not_found', 'sync_transfer_not_found', 'sync_already_connected',
    'sync_invalid_transition',
  'sync_used_up', 'sync_wrong_direction', 'sync_invalid_field', 'sync_field_fixed',
  'sync_own_site', 'sync_loop', 'sync_key_unordered', 'sync_would_double',
  'sync_table_not_writable', 'sync_table_unsupported', 'sync_role_not_granted', 'sync_passwords_unavailable'
);
