-- Labels: what a person keeps for themselves about others, and the types that they made up for it.
-- depends: 0003.connections

{% include 'labels/refusals.sql' %}
{% include 'labels/check_tags.sql' %}
{% include 'labels/types.table.sql' %}
{% include 'labels/types.sql' %}
{% include 'labels/types.verbs.sql' %}
{% include 'labels/table.sql' %}
{% include 'labels/label.sql' %}
{% include 'labels/label_person.sql' %}
{% include 'labels/annotate_request.sql' %}
{% include 'labels/tie.sql' %}
{% include 'labels/verify.sql' %}
