{% from 'foundation/client.macro' import act %}
{% call act(
  'set_rate_limit', 'action text, max_actions integer, per interval default null',
  'amity.rate_limits', to='service_role', or_else="refuse('rate_limit_not_found', left(action, 63))",
  says='Lets a person act so often, null being any number, within that time, null leaving it as it
    is; returns the limit. For services. Refuses: rate_limit_not_found, rate_limit_invalid.'
) %}
  update amity.rate_limits
  set max_actions = set_rate_limit.max_actions, per = coalesce(set_rate_limit.per, rate_limits.per)
  where rate_limits.action = set_rate_limit.action
{% endcall %}
