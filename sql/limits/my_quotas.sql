{% from 'foundation/client.macro' import definer %}
-- The arithmetic of rates.sql, asked beforehand.
{% call definer(
  'my_quotas', '', 'table (
  action text, allowed integer, per interval, remaining integer, renews_at timestamptz
)', because='the state of rates is not granted', to='authenticated', volatility='stable',
  says="How often I may act, and how often at this moment: one row an action. Where allowed is null,
    so is remaining: there is no limit. renews_at is when one more comes back, null where none is
    used."
) %}
begin
  return query
  select limits.action, limits.max_actions, limits.per,
    least(limits.max_actions, floor((rate.per - used.ahead) / nullif(rate.step, 0)))::integer,
    case when used.ahead > 0 then now.at + make_interval(secs => (
      used.ahead + (floor((rate.per - used.ahead) / nullif(rate.step, 0)) + 1) * rate.step - rate.per
    )::double precision) end
  from (select clock_timestamp()) as now (at)
  cross join amity.rate_limits as limits
  cross join lateral (
    select extract(epoch from limits.per) as per,
      trunc(extract(epoch from limits.per) / limits.max_actions, 6) as step
  ) as rate
  left join amity_private.rate_limit_state as state
    on state.person_id = amity.me() and state.action = limits.action
  cross join lateral (
    select extract(epoch from state.theoretical_arrival_at - now.at) as seconds
  ) as arrival
  cross join lateral (
    select case
      when arrival.seconds > rate.per then rate.per - rate.step  -- of an older rate
      else greatest(arrival.seconds, 0)
    end as ahead
  ) as used
  order by limits.action;
end;
{% endcall %}
