-- Blocks: one row for each person whom somebody blocked.
-- depends: 0001.foundation

{% include 'blocks/refusals.sql' %}
{% include 'blocks/table.sql' %}
{% include 'blocks/is_blocked_either_way.sql' %}
{% include 'blocks/found_as.sql' %}
{% include 'blocks/policies.sql' %}
{% include 'blocks/history.table.sql' %}
{% include 'blocks/history.sql' %}
{% include 'blocks/block.sql' %}
{% include 'blocks/unblock.sql' %}
{% include 'blocks/remember.sql' %}
{% include 'blocks/on_leave.sql' %}
{% include 'blocks/hold_pair.sql' %}
{% include 'blocks/verify.sql' %}
{% include 'blocks/tidy.sql' %}
