-- Relations: what I am to many people, and what a navigation bar counts, in one call each.
-- depends: 0004.follows
-- depends: 0006.step_backs
-- depends: 0011.counts

{% include 'relations/refusals.sql' %}
{% include 'relations/mutual_counts.sql' %}
{% include 'relations/relations_with.sql' %}
{% include 'relations/find_person.sql' %}
{% include 'relations/my_counters.sql' %}
