-- Who may do what with which table, and with which of its columns where that is not all of them: the whole list.
begin;
select plan(1);

create temporary table listed (relation text, role text, privileges text, columns text);
insert into listed values
  ('amity.blocks', 'authenticated', 'delete', '*'),
  ('amity.blocks', 'authenticated', 'insert', 'blocker_id blocked_id reason hide_from_search prevent_profile_view'),
  ('amity.blocks', 'authenticated', 'select', 'id blocker_id blocked_id reason hide_from_search prevent_profile_view created_at'),
  ('amity.blocks', 'authenticated', 'update', 'reason hide_from_search prevent_profile_view'),
  ('amity.blocks_history', 'authenticated', 'delete insert select update', '*'),
  ('amity.circle_members', 'authenticated', 'delete', '*'),
  ('amity.circle_members', 'authenticated', 'insert', 'circle_id person_id invited_by invited_at joined_at'),
  ('amity.circle_members', 'authenticated', 'select', 'id circle_id person_id role status invited_by invited_at joined_at'),
  ('amity.circle_members', 'authenticated', 'update', 'role status'),
  ('amity.circle_members_history', 'authenticated', 'delete insert select update', '*'),
  ('amity.circles', 'authenticated', 'delete', '*'),
  ('amity.circles', 'authenticated', 'insert', 'name description created_by label_type_id'),
  ('amity.circles', 'authenticated', 'select', 'id name description created_by label_type_id created_at'),
  ('amity.circles', 'authenticated', 'update', 'name description'),
  ('amity.client_settings', 'authenticated', 'delete insert select update', '*'),
  ('amity.connection_requests', 'authenticated', 'delete insert select', '*'),
  ('amity.connection_requests', 'authenticated', 'update', 'status'),
  ('amity.connections', 'authenticated', 'delete', '*'),
  ('amity.connections', 'authenticated', 'insert', 'requester_id recipient_id status message responded_at'),
  ('amity.connections', 'authenticated', 'select', 'id requester_id recipient_id status message requested_at responded_at'),
  ('amity.connections', 'authenticated', 'update', 'status'),
  ('amity.connections_history', 'authenticated', 'delete insert select update', '*'),
  ('amity.dismissed_suggestions', 'authenticated', 'delete', '*'),
  ('amity.dismissed_suggestions', 'authenticated', 'insert', 'owner_id person_id'),
  ('amity.dismissed_suggestions', 'authenticated', 'select', 'owner_id person_id dismissed_at'),
  ('amity.follows', 'authenticated', 'delete', '*'),
  ('amity.follows', 'authenticated', 'insert', 'follower_id followed_id'),
  ('amity.follows', 'authenticated', 'select', 'id follower_id followed_id created_at'),
  ('amity.follows_history', 'authenticated', 'delete insert select update', '*'),
  ('amity.friendships', 'authenticated', 'delete insert select update', '*'),
  ('amity.invites', 'authenticated', 'delete', '*'),
  ('amity.invites', 'authenticated', 'select', 'id issuer_id medium kind note max_uses uses issued_at expires_at last_used_at'),
  ('amity.invites', 'authenticated', 'update', 'note'),
  ('amity.kept_badges', 'authenticated', 'select', 'id person_id badge awarded_at'),
  ('amity.label_types', 'authenticated', 'delete', '*'),
  ('amity.label_types', 'authenticated', 'insert', 'owner_id name category icon colour description'),
  ('amity.label_types', 'authenticated', 'select', 'id owner_id name category icon colour description created_at'),
  ('amity.label_types', 'authenticated', 'update', 'name category icon colour description'),
  ('amity.labels', 'authenticated', 'delete', '*'),
  ('amity.labels', 'authenticated', 'insert', 'owner_id person_id type_id label note since_date tags label_encrypted note_encrypted is_encrypted'),
  ('amity.labels', 'authenticated', 'select', 'id owner_id person_id type_id label note since_date tags label_encrypted note_encrypted is_encrypted created_at'),
  ('amity.labels', 'authenticated', 'update', 'label note since_date tags label_encrypted note_encrypted is_encrypted'),
  ('amity.my_circles', 'authenticated', 'delete insert select update', '*'),
  ('amity.my_connections', 'authenticated', 'delete insert select update', '*'),
  ('amity.notifications', 'authenticated', 'delete', '*'),
  ('amity.notifications', 'authenticated', 'select', 'id person_id kind actor_id subject_id created_at read_at'),
  ('amity.notifications', 'authenticated', 'update', 'read_at'),
  ('amity.people', 'authenticated', 'select', 'id host_key joined_at'),
  ('amity.profiles', 'authenticated', 'delete insert select update', '*'),
  ('amity.step_backs', 'authenticated', 'delete', '*'),
  ('amity.step_backs', 'authenticated', 'insert', 'owner_id person_id until reason'),
  ('amity.step_backs', 'authenticated', 'select', 'id owner_id person_id since until reason'),
  ('amity.step_backs', 'authenticated', 'update', 'until reason'),
  ('amity.step_backs_history', 'authenticated', 'delete insert select update', '*'),
  ('amity_private.blocks_history', 'authenticated', 'select', 'block_id blocker_id blocked_id action occurred_at'),
  ('amity_private.circle_members_history', 'authenticated', 'select', 'circle_member_id circle_id person_id action occurred_at'),
  ('amity_private.connections_history', 'authenticated', 'select', 'connection_id requester_id recipient_id action occurred_at'),
  ('amity_private.follows_history', 'authenticated', 'select', 'follow_id follower_id followed_id action occurred_at'),
  ('amity_private.step_backs_history', 'authenticated', 'select', 'step_back_id owner_id person_id action occurred_at'),
  ('amity.badges', 'service_role', 'delete insert select update', '*'),
  ('amity.blocks', 'service_role', 'delete insert select', '*'),
  ('amity.blocks', 'service_role', 'update', 'reason hide_from_search prevent_profile_view'),
  ('amity.blocks_history', 'service_role', 'delete insert select update', '*'),
  ('amity.circle_members', 'service_role', 'delete select', '*'),
  ('amity.circle_members', 'service_role', 'insert', 'circle_id person_id status invited_by invited_at joined_at'),
  ('amity.circle_members', 'service_role', 'update', 'role status'),
  ('amity.circle_members_history', 'service_role', 'delete insert select update', '*'),
  ('amity.circles', 'service_role', 'delete select', '*'),
  ('amity.circles', 'service_role', 'insert', 'name description created_by label_type_id'),
  ('amity.circles', 'service_role', 'update', 'name description'),
  ('amity.client_settings', 'service_role', 'delete insert select update', '*'),
  ('amity.connection_requests', 'service_role', 'delete insert select', '*'),
  ('amity.connection_requests', 'service_role', 'update', 'status'),
  ('amity.connections', 'service_role', 'delete insert select', '*'),
  ('amity.connections', 'service_role', 'update', 'status message'),
  ('amity.connections_history', 'service_role', 'delete insert select update', '*'),
  ('amity.dismissed_suggestions', 'service_role', 'delete insert select', '*'),
  ('amity.follows', 'service_role', 'delete insert select', '*'),
  ('amity.follows_history', 'service_role', 'delete insert select update', '*'),
  ('amity.friendships', 'service_role', 'delete insert select update', '*'),
  ('amity.invites', 'service_role', 'delete select', '*'),
  ('amity.invites', 'service_role', 'update', 'note'),
  ('amity.kept_badges', 'service_role', 'select', '*'),
  ('amity.label_types', 'service_role', 'delete insert select', '*'),
  ('amity.label_types', 'service_role', 'update', 'name category icon colour description'),
  ('amity.labels', 'service_role', 'delete insert select', '*'),
  ('amity.labels', 'service_role', 'update', 'label note since_date tags label_encrypted note_encrypted is_encrypted'),
  ('amity.my_circles', 'service_role', 'delete insert select update', '*'),
  ('amity.my_connections', 'service_role', 'delete insert select update', '*'),
  ('amity.notifications', 'service_role', 'delete select', '*'),
  ('amity.notifications', 'service_role', 'update', 'read_at'),
  ('amity.people', 'service_role', 'delete insert select', '*'),
  ('amity.people', 'service_role', 'update', 'host_key'),
  ('amity.profiles', 'service_role', 'delete insert select update', '*'),
  ('amity.rate_limits', 'service_role', 'select', '*'),
  ('amity.rate_limits', 'service_role', 'update', 'max_actions per'),
  ('amity.settings', 'service_role', 'select', '*'),
  ('amity.settings', 'service_role', 'update', 'value'),
  ('amity.site_counts', 'service_role', 'delete insert select update', '*'),
  ('amity.step_backs', 'service_role', 'delete insert select', '*'),
  ('amity.step_backs', 'service_role', 'update', 'until reason'),
  ('amity.step_backs_history', 'service_role', 'delete insert select update', '*'),
  ('amity.sync_connections', 'service_role', 'delete select', '*'),
  ('amity.sync_connections', 'service_role', 'insert', 'name direction site_url approval_mode allowed_tables excluded_tables auto_approve_tables writable_tables expires_at max_downloads '
    'max_records_total max_records_per_request rate_limit_requests_per_minute ip_whitelist allowed_hours_start allowed_hours_end '
    'allowed_hours_zone default_conflict_strategy cursor_column auto_sync_enabled auto_sync_tables auto_sync_interval_minutes token_issued_at password_set_at '
    'created_by approved_at approved_by suspended_at suspended_by suspended_reason revoked_at revoked_by revoked_reason last_connected_at '
    'last_transfer_at metadata'),
  ('amity.sync_connections', 'service_role', 'update', 'name site_url status approval_mode allowed_tables excluded_tables auto_approve_tables writable_tables expires_at max_downloads max_records_total '
    'max_records_per_request rate_limit_requests_per_minute ip_whitelist allowed_hours_start allowed_hours_end allowed_hours_zone '
    'default_conflict_strategy cursor_column auto_sync_enabled auto_sync_tables auto_sync_interval_minutes approved_by suspended_by suspended_reason '
    'revoked_by revoked_reason metadata'),
  ('amity.sync_connections_history', 'service_role', 'delete insert select update', '*'),
  ('amity.sync_transfer_stats', 'service_role', 'delete insert select update', '*'),
  ('amity.sync_transfers', 'service_role', 'select', '*'),
  ('amity.sync_transfers', 'service_role', 'update', 'status approved_by denied_by denial_reason error_message metadata'),
  ('amity_private.blocks_history', 'service_role', 'select', '*'),
  ('amity_private.circle_members_history', 'service_role', 'select', '*'),
  ('amity_private.connections_history', 'service_role', 'select', '*'),
  ('amity_private.follows_history', 'service_role', 'select', '*'),
  ('amity_private.step_backs_history', 'service_role', 'select', '*'),
  ('amity_private.sync_connections_history', 'service_role', 'select', '*');

select set_eq(
  $$select oid::regclass::text, grantee::regrole::text, string_agg(lower(privilege_type), ' ' order by privilege_type), '*'
    from pg_class cross join aclexplode(relacl)
    where relnamespace in ('amity'::regnamespace, 'amity_private'::regnamespace) and relkind in ('r', 'p', 'v', 'm', 'f') and grantee <> relowner
    group by 1, 2
    union all
    select pg_class.oid::regclass::text, grantee::regrole::text, lower(privilege_type), string_agg(attname, ' ' order by attnum)
    from pg_class join pg_attribute on attrelid = pg_class.oid cross join aclexplode(attacl)
    where relnamespace in ('amity'::regnamespace, 'amity_private'::regnamespace)
    group by 1, 2, 3$$,
  'select * from listed', 'it is this list'
);

select * from finish();
rollback;
