create or replace function amity_private.verify_limits()
returns table (invariant text, detail text)
language sql stable
begin atomic
  -- an action without a row would have no limit, and no way to give it one
  select 'every_action_has_a_rate', action::text
  from unnest(enum_range(null::amity.limited_action)) as action
  where action not in (select rate_limits.action from amity.rate_limits);
end;

revoke execute on function amity_private.verify_limits() from public;
comment on function amity_private.verify_limits() is
  'The invariants of limits that are broken. See amity.verify().';
