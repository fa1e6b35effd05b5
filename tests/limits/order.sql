-- Out of pace, the blocked still hear the same about who blocked them as about an unknown id: to the last word.
begin;
select plan(5);

create function pg_temp.answer(statement text) returns text language plpgsql as $$
declare
  v_detail text;
  v_hint text;
  v_context text;
begin
  execute statement;
  return 'done';
exception when others then
  get stacked diagnostics v_detail = pg_exception_detail, v_hint = pg_exception_hint, v_context = pg_exception_context;
  -- after an error of the same transaction, plpgsql says more of an expression, whatever it is about
  v_context := regexp_replace(v_context, '(PL/pg)?SQL expression [^\n]*\n', '', 'g');
  return concat_ws(e'\n', sqlstate, sqlerrm, v_detail, v_hint, regexp_replace(v_context, '[0-9a-f-]{36}', 'an id', 'g'));
end
$$;

update amity.rate_limits set max_actions = 1;
select speak_as('ada');
select amity.block(person('ben'));
select speak_as('ben');
select amity.request_connection(person('carl'));
select amity.follow(person('carl'));
select is(
  pg_temp.answer(format('select amity.request_connection(%L)', person('ada'))),
  pg_temp.answer('select amity.request_connection(''00000000-0000-4000-8000-000000000000'')'), 'a request'
);
select is(
  pg_temp.answer(format('select amity.follow(%L)', person('ada'))),
  pg_temp.answer('select amity.follow(''00000000-0000-4000-8000-000000000000'')'), 'a follow'
);
select matches(pg_temp.answer(format('select amity.%s(%L)', act, person('ada'))), 'person_not_found', act || ': before his pace')
from unnest(array['request_connection', 'follow']) as act;
select matches(pg_temp.answer('select amity.follow(person(''dora''))'), 'rate_limited', 'to others he is too early');

select * from finish();
rollback;
