create or replace function amity.set_rate_limit(
  action text, max_actions integer, per interval default null
) returns amity.rate_limits
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_limit amity.rate_limits;
begin
  perform amity_private.require_service();
  update amity.rate_limits
  set max_actions = set_rate_limit.max_actions, per = coalesce(set_rate_limit.per, rate_limits.per)
  where rate_limits.action = set_rate_limit.action
  returning * into v_limit;
  if not found then
    perform amity_private.refuse('rate_limit_not_found', left(action, 63));
  end if;
  return v_limit;
end;
$$;

grant execute on function amity.set_rate_limit(text, integer, interval) to service_role;
comment on function amity.set_rate_limit(text, integer, interval) is
  'Lets a person act so often, null being any number, within that time, null leaving it as it is; '
  'returns the limit. For services. Refuses: rate_limit_not_found.';
