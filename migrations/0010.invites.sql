-- Invites: codes and links that connect their redeemer with their issuer.
-- depends: 0003.connections

{% include 'invites/refusals.sql' %}
{% include 'invites/settings.sql' %}
{% include 'invites/table.sql' %}
{% include 'invites/policies.sql' %}

-- the rules
{% include 'invites/on_insert.sql' %}
{% include 'invites/connect_invited.sql' %}

-- the ways in
{% include 'invites/issue_invite.sql' %}
{% include 'invites/redeem_invite.sql' %}
{% include 'invites/revoke_invite.sql' %}
{% include 'invites/verify.sql' %}
{% include 'invites/tidy.sql' %}
