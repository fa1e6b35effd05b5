-- The limits of a connection.
alter table amity.sync_connections
  add constraint sync_connections_max_downloads_is_a_count check (amity_private.check_sync_field(
    max_downloads >= 0, 'max_downloads', 'a number from 0, or null')),
  add constraint sync_connections_max_records_is_a_count check (amity_private.check_sync_field(
    max_records_total >= 0, 'max_records_total', 'a number from 0, or null')),
  add constraint sync_connections_page_is_positive check (amity_private.check_sync_field(
    max_records_per_request between 1 and 100000, 'max_records_per_request',
    'a number from 1 to 100000')),
  add constraint sync_connections_rate_is_positive check (amity_private.check_sync_field(
    rate_limit_requests_per_minute between 1 and 10000, 'rate_limit_requests_per_minute',
    'a number from 1 to 10000')),
  add constraint sync_connections_hours_are_hours check (amity_private.check_sync_field(
    allowed_hours_start between 0 and 23 and allowed_hours_end between 0 and 23,
    'allowed_hours_start or allowed_hours_end', 'an hour from 0 to 23')),
  add constraint sync_connections_hours_come_in_pairs check (amity_private.check_sync_field(
    (allowed_hours_start is null) = (allowed_hours_end is null), 'allowed_hours_end',
    'an hour where the start is one')),
  -- the site that gives the data holds them: taken here, they would be held by neither. How much it
  -- may send is for both to say
  add constraint sync_connections_senders_have_limits check (amity_private.check_sync_field(
    direction = 'sender' or (
      num_nonnulls(max_downloads, allowed_hours_start) = 0
      and cardinality(ip_whitelist) = 0 and rate_limit_requests_per_minute = 600
    ),
    'max_downloads, allowed_hours_start, ip_whitelist or rate_limit_requests_per_minute',
    'no value of ours where the direction is receiver: the other site holds it'
  ));
