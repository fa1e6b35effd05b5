-- Suggestions: people a person may know, and people they do not want to see again.
-- depends: 0003.connections

{% include 'suggestions/refusals.sql' %}
{% include 'suggestions/table.sql' %}
{% include 'suggestions/dismiss.sql' %}
{% include 'suggestions/restore.sql' %}
{% include 'suggestions/suggest.sql' %}
{% include 'suggestions/tie.sql' %}
{% include 'suggestions/verify.sql' %}
