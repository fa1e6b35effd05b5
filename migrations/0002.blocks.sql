-- Blocks: one row for each id that a person blocked.
-- depends: 0001.foundation

{% include 'blocks/refusals.sql' %}
{% include 'blocks/table.sql' %}
{% include 'blocks/is_blocked_either_way.sql' %}
{% include 'blocks/found_as.sql' %}
{% include 'blocks/is_open_to_me.sql' %}
{% include 'blocks/hold_pair.sql' %}
{% include 'blocks/block.sql' %}
{% include 'blocks/unblock.sql' %}
{% include 'blocks/tie.sql' %}
{% include 'blocks/verify.sql' %}
