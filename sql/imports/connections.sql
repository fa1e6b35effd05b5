{% from 'imports/import.macro' import import_of %}
{{ import_of(
  'connections', 'requesters', 'recipients', ['requested_at', 'accepted_at'],
  setting='connections_enabled', refusal='connections_disabled',
  says="Makes connections that existed elsewhere, with their dates, all in one step; returns the
    lines that are refused, by their place: person_not_found, self_connection, date_in_future,
    date_invalid, dates_reversed, not_accepted (requested and never accepted), blocked,
    already_connected, ended_since, limit_reached. People are named by their id or by the host's
    key. Again is the same as once. For services. Refuses: import_busy, import_not_alone,
    import_too_large, connections_disabled, not_yours, isolation_unsupported."
) }}
