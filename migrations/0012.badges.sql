-- Badges: for so many connections, by rows that the host chooses; and a leaderboard, if wanted.
-- depends: 0011.counts

{% include 'badges/refusals.sql' %}
{% include 'badges/settings.sql' %}
{% include 'badges/table.sql' %}
{% include 'badges/thresholds.sql' %}
{% include 'badges/policies.sql' %}
{% include 'badges/reached.sql' %}
{% include 'badges/award.sql' %}
{% include 'badges/on_person_delete.sql' %}
{% include 'badges/list_badges.sql' %}
{% include 'badges/leaderboard.sql' %}
{% include 'badges/verify.sql' %}
