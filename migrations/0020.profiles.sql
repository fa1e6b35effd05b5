-- Profiles: names and pictures of the host's own, for the people who may see them.
-- depends: 0004.follows
-- depends: 0009.circles
-- depends: 0014.relations
-- depends: 0015.audience
-- depends: 0019.notifications

{% include 'profiles/refusals.sql' %}
{% include 'profiles/host_profiles.table.sql' %}
{% include 'profiles/profile_of.sql' %}
{% include 'profiles/view.sql' %}
{% include 'profiles/embed.sql' %}
{% include 'profiles/profiles_of.sql' %}
{% include 'profiles/attach_profiles.sql' %}
{% include 'profiles/detach_profiles.sql' %}
