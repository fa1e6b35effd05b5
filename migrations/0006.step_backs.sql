-- Step-backs: private distance for a while from a connection or a followed person.
-- depends: 0003.connections
-- depends: 0004.follows

{% include 'step_backs/refusals.sql' %}
{% include 'step_backs/table.sql' %}
{% include 'step_backs/stands_on.sql' %}
{% include 'step_backs/step_back.sql' %}
{% include 'step_backs/change.sql' %}
{% include 'step_backs/return_to.sql' %}
{% include 'step_backs/is_stepped_back_from.sql' %}
{% include 'step_backs/end_with_tie.sql' %}
{% include 'step_backs/tie.sql' %}
