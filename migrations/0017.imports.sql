-- Imports: ties that existed elsewhere, many at once and by the same rules.
-- depends: 0003.connections
-- depends: 0004.follows
-- depends: 0005.suggestions
-- depends: 0006.step_backs
-- depends: 0008.labels
-- depends: 0009.circles
-- depends: 0011.counts
-- depends: 0012.badges
-- depends: 0013.limits

{% include 'imports/refusals.sql' %}
{% include 'imports/table.sql' %}
{% include 'imports/id.sql' %}
{% include 'imports/hold.sql' %}
{% include 'imports/read.sql' %}
{% include 'imports/judge.sql' %}
{% include 'imports/cap.sql' %}
{% include 'imports/count.sql' %}
{% include 'imports/connections.sql' %}
{% include 'imports/follows.sql' %}
{% include 'imports/blocks.sql' %}
{% include 'imports/requests.sql' %}
{% include 'imports/undo.sql' %}
