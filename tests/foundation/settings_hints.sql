-- A setting that is refused says what it takes.
begin;
select plan(5);

create function pg_temp.hint_of(statement text) returns text language plpgsql as $$
declare v_hint text;
begin
  execute statement;
  return 'no refusal';
exception when others then
  get stacked diagnostics v_hint = pg_exception_hint;
  return v_hint;
end
$$;

select is(
  pg_temp.hint_of($$select amity.set_setting('connections_enabled', 'maybe')$$), 'It takes true or false.', 'boolean'
);
select is(
  pg_temp.hint_of($$select amity.set_setting('max_connections', 'many')$$),
  'It takes a whole number from 0, or null for no limit.', 'integer'
);
select is(
  pg_temp.hint_of($$select amity.set_setting('request_ttl', 'soon')$$),
  'It takes a duration of at most 100 years, such as ''7 days'', or null for none.', 'interval'
);
select is(
  pg_temp.hint_of($$select amity.set_setting('crossing_requests', 'ignore')$$), 'It takes one of: accept, refuse.', 'choice'
);
select throws_like(
  $$select amity.set_setting('request_ttl', 'soon')$$, '%request_ttl%', 'and which setting it was'
);

select * from finish();
rollback;
