-- The rules that need nothing but what they are given. Each is one sentence, and has its table of
-- cases in the tests.

-- The end hour counts up to its last minute; a start after the end crosses midnight; both the same
-- is that one hour.
create or replace function amity_private.sync_hour_allowed(
  first_hour integer, last_hour integer, hour integer
) returns boolean
language sql immutable parallel safe
return case
  when first_hour is null or last_hour is null then true
  when first_hour <= last_hour then hour between first_hour and last_hour
  else hour >= first_hour or hour <= last_hour
end;

-- An empty list allows everybody; with a list, whoever cannot be told is refused. A bare address is
-- only itself.
create or replace function amity_private.sync_address_allowed(allowed cidr[], address inet)
returns boolean
language sql immutable parallel safe
return cardinality(allowed) = 0 or coalesce(address <<= any (allowed), false);

-- Excluded wins over allowed; an empty list of the allowed allows everything else.
create or replace function amity_private.sync_table_allowed(
  allowed text[], excluded text[], table_name text
) returns boolean
language sql immutable parallel safe
return table_name is not null and not table_name = any (excluded)
  and (cardinality(allowed) = 0 or table_name = any (allowed));

create or replace function amity_private.sync_needs_approval(
  mode amity.sync_approval_mode, auto_approved text[], table_name text
) returns boolean
language sql immutable parallel safe
return case mode
  when 'auto_approve' then false
  when 'per_table' then not coalesce(table_name = any (auto_approved), false)
  else true
end;

-- Never more than was asked for, than one request may have, than is left in all; and at least one.
create or replace function amity_private.clamp_sync_rows(
  asked bigint, per_request bigint, in_all bigint, used bigint
) returns integer
language sql immutable parallel safe
return greatest(least(coalesce(asked, per_request), per_request, in_all - used), 1)::integer;

comment on function amity_private.sync_hour_allowed(integer, integer, integer) is
  'Whether an hour from 0 to 23 lies in the allowed ones, the last one included.';
comment on function amity_private.sync_address_allowed(cidr[], inet) is
  'Whether an address is in the list, or the list is empty.';
comment on function amity_private.sync_table_allowed(text[], text[], text) is
  'Whether a table may be pulled by its name.';
comment on function amity_private.sync_needs_approval(amity.sync_approval_mode, text[], text) is
  'Whether a transfer of a table waits for an approval.';
comment on function amity_private.clamp_sync_rows(bigint, bigint, bigint, bigint) is
  'How many rows a request gets; there is at least one left wherever this is asked.';
