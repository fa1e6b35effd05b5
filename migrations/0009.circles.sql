-- Circles: groups of people who said yes, and groups that follow from labels.
-- depends: 0003.connections
-- depends: 0008.labels

{% include 'circles/refusals.sql' %}
{% include 'circles/table.sql' %}
{% include 'circles/members.table.sql' %}
{% include 'circles/members.history.table.sql' %}
{% include 'circles/seen.sql' %}
{% include 'circles/policies.sql' %}
{% include 'circles/members.policies.sql' %}
{% include 'circles/members.history.sql' %}

-- the rules
{% include 'circles/remember.sql' %}
{% include 'circles/lock.sql' %}
{% include 'circles/refuse_unless_admin.sql' %}
{% include 'circles/refuse_invitation.sql' %}
{% include 'circles/on_insert.sql' %}
{% include 'circles/require_admin.sql' %}
{% include 'circles/members.on_insert.sql' %}
{% include 'circles/members.on_update.sql' %}
{% include 'circles/members.on_delete.sql' %}
{% include 'circles/hand_over.sql' %}
{% include 'circles/on_block.sql' %}

-- the ways in
{% include 'circles/create_circle.sql' %}
{% include 'circles/invite_to_circle.sql' %}
{% include 'circles/accept_invitation.sql' %}
{% include 'circles/promote.sql' %}
{% include 'circles/leave_circle.sql' %}
{% include 'circles/change_circle.sql' %}
{% include 'circles/circle_people.sql' %}
{% include 'circles/count_people.sql' %}
{% include 'circles/my_circles.sql' %}
{% include 'circles/pages.sql' %}
{% include 'circles/my_count.sql' %}
{% include 'circles/verify.sql' %}
