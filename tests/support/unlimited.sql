-- The databases of the tests have no limits, but for those that a test sets: so a test may act as often as what it shows
-- needs. tests/limits/test_defaults.py shows the limits that a database is installed with.
update amity.settings set value = null where name in ('request_cooldown', 'max_pending_sent');
update amity.rate_limits set max_actions = null;
