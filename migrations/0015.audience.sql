-- Audience: what a host's own tables ask in their policies, and the policies themselves.
-- depends: 0004.follows
-- depends: 0006.step_backs
-- depends: 0008.labels
-- depends: 0009.circles

{% include 'audience/refusals.sql' %}

-- what policies ask
{% include 'audience/sets.sql' %}
{% include 'audience/can_see.sql' %}

-- what writes them
{% include 'audience/guards.table.sql' %}
{% include 'audience/tidy.sql' %}
{% include 'audience/condition.sql' %}
{% include 'audience/check_guard.sql' %}
{% include 'audience/guard_policies.sql' %}
{% include 'audience/guard_table.sql' %}
{% include 'audience/unguard_table.sql' %}
{% include 'audience/views_bypassing_policies.sql' %}
{% include 'audience/verify.sql' %}
