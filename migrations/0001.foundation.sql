-- What every kind stands on: schemas, roles, who is speaking, people, refusals, settings, locks, history.

{% include 'foundation/roles.sql' %}
{% include 'foundation/schemas.sql' %}
{% include 'foundation/uuid_v7.sql' %}
{% include 'foundation/me.sql' %}
{% include 'foundation/is_service.sql' %}
{% include 'foundation/is_owner.sql' %}
{% include 'foundation/keep_tables.sql' %}
{% include 'foundation/keep_no_statistics.sql' %}
{% include 'foundation/search_by.sql' %}

-- refusals: one list, one function that raises
{% include 'foundation/refusals.table.sql' %}
{% include 'foundation/refusals.sql' %}
{% include 'foundation/refuse.sql' %}
{% include 'foundation/refuse_duplicate.sql' %}
{% include 'foundation/check_text.sql' %}
{% include 'foundation/require_service.sql' %}

-- settings
{% include 'foundation/settings.table.sql' %}
{% include 'foundation/settings.sql' %}
{% include 'foundation/set_setting.sql' %}
{% include 'foundation/exact_interval.sql' %}
{% include 'foundation/read_setting.sql' %}

-- people, by themselves or from a table of the host
{% include 'foundation/people.table.sql' %}
{% include 'foundation/people.sql' %}
{% include 'foundation/leave.sql' %}
{% include 'foundation/forgotten.table.sql' %}
{% include 'foundation/forgotten.sql' %}
{% include 'foundation/join.sql' %}
{% include 'foundation/followed_column.sql' %}
{% include 'foundation/follow_host.sql' %}
{% include 'foundation/host_triggers.sql' %}
{% include 'foundation/attach_people.sql' %}
{% include 'foundation/detach_people.sql' %}
{% include 'foundation/person_of.sql' %}

-- what ties are made with
{% include 'foundation/require_speaker.sql' %}
{% include 'foundation/keep_columns.sql' %}
{% include 'foundation/locks.sql' %}
{% include 'foundation/open_act.sql' %}
{% include 'foundation/keep_ties.sql' %}
{% include 'foundation/refuse_writes.sql' %}
{% include 'foundation/client_settings.sql' %}
{% include 'foundation/cause.table.sql' %}
{% include 'foundation/cause_of_change.sql' %}
{% include 'foundation/append_only.sql' %}
{% include 'foundation/has_passed.sql' %}

-- what invites and sync connections are opened with
{% include 'foundation/token.sql' %}

-- what looks after every kind
{% include 'foundation/verify.sql' %}
{% include 'foundation/tidy.sql' %}
