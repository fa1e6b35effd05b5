-- Counts: how many connections, followers and followed people, exact and without a queue.
-- depends: 0002.blocks
-- depends: 0003.connections
-- depends: 0004.follows

{% include 'counts/settings.sql' %}
{% include 'counts/table.sql' %}
{% include 'counts/on_ties.sql' %}
{% include 'counts/on_person_delete.sql' %}
{% include 'counts/rebuild.sql' %}
{% include 'counts/mine.sql' %}
{% include 'counts/counts_of.sql' %}
{% include 'counts/site_counts.sql' %}
{% include 'counts/verify.sql' %}
{% include 'counts/tidy.sql' %}

-- people who are connected or follow already
do $$ begin perform amity_private.rebuild_counts(); end $$;
