-- The rules that need nothing but what they are given. Each is one sentence, and has its table of
-- cases in the tests.

-- Whether an hour from 0 to 23 is allowed. The last hour counts to its last minute; a first hour
-- after the last crosses midnight; two equal hours are that one hour.
create or replace function amity_private.sync_hour_allowed(
  first_hour integer, last_hour integer, hour integer
) returns boolean
language sql immutable parallel safe
return case
  when first_hour is null or last_hour is null then true
  when first_hour <= last_hour then hour between first_hour and last_hour
  else hour >= first_hour or hour <= last_hour
end;

-- An IPv4 address or network that is written in IPv6 is the same in IPv4.
create or replace function amity_private.unmapped_address(address inet) returns inet
language sql immutable parallel safe
return case
  when address <<= '::ffff:0:0/96' and masklen(address) >= 96
    then set_masklen(regexp_replace(host(address), '^.*:', '')::inet, masklen(address) - 96)
  else address
end;

-- Whether an address is in the list. An empty list allows all; with a list, an unknown address is
-- refused. An address without a mask is only itself.
create or replace function amity_private.sync_address_allowed(allowed cidr[], address inet)
returns boolean
language sql immutable parallel safe
return cardinality(allowed) = 0
  or coalesce(amity_private.unmapped_address(address) <<= any (allowed), false);

-- Whether a table may be pulled. Excluded wins over allowed; an empty list of allowed tables allows
-- all others.
create or replace function amity_private.sync_table_allowed(
  allowed text[], excluded text[], table_name text
) returns boolean
language sql immutable parallel safe
return table_name is not null and not table_name = any (excluded)
  and (cardinality(allowed) = 0 or table_name = any (allowed));

-- Whether a transfer of a table waits for an approval.
create or replace function amity_private.sync_needs_approval(
  mode amity.sync_approval_mode, auto_approved text[], table_name text
) returns boolean
language sql immutable parallel safe
return case mode
  when 'auto_approve' then false
  when 'per_table' then not coalesce(table_name = any (auto_approved), false)
  else true
end;

-- How many rows a request gets: no more than it asks for, than one request may have, than are left
-- in all; and at least one, since check_sync_site() has found one left.
create or replace function amity_private.clamp_sync_rows(
  asked bigint, per_request bigint, in_all bigint, used bigint
) returns integer
language sql immutable parallel safe
return greatest(least(coalesce(asked, per_request), per_request, in_all - used), 1)::integer;
