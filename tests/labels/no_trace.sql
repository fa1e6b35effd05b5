-- A labelled person can find no trace of it: everything that they can read and ask says what it said before.
begin;
select * from no_plan();

select isnt(tap.person('ben'), null, 'ben is a person');
select speak_as('ada');
select amity.request_connection(tap.person('ben'));
select speak_as('ben');
select amity.accept_connection(tap.person('ada'));

select be_quiet();
-- All that ben hears: every table and view, and every function that takes a person, about ada. What they do is undone.
create function pg_temp.answer(question text) returns text language plpgsql as $$
declare
  v_answer text;
begin
  perform speak_as('ben');
  execute question into v_answer;
  raise sqlstate 'UNDO0' using message = v_answer;
exception when others then
  return regexp_replace(sqlerrm, '([0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}|\d{4}-\d\d-\d\d [\d:.+]+)', '…', 'g');
end
$$;
create function pg_temp.heard() returns table (question text, answer text) language plpgsql as $$
begin
  for question in
    select 'select coalesce(string_agg(heard::text, e''\n'' order by heard::text), '''') from ' || source || ' as heard' from (
      select 'amity.' || relname from pg_class
      where relnamespace = 'amity'::regnamespace and relkind in ('r', 'p', 'v')
        and has_any_column_privilege('authenticated', oid, 'select')
      union all
      select format('amity.%I(%s)', proname, quote_literal(person('ada'))) from pg_proc
      where pronamespace = 'amity'::regnamespace and proargtypes[0] = 'uuid'::regtype and pronargs - pronargdefaults <= 1
        and has_function_privilege('authenticated', oid, 'execute')
    ) as sources (source)
  loop
    answer := pg_temp.answer(question);
    return next;
  end loop;
end
$$;
create temporary table before as select * from pg_temp.heard();
select cmp_ok(count(*), '>', 20::bigint, 'there is much to ask') from before;

select speak_as('ada');
select amity.label_person(tap.person('ben'), note => 'a secret', tags => '{vip}'),
  amity.label_person(tap.person('ben'), (amity.create_label_type('ex')).id, 'a fool', since_date => '2020-01-01');
select be_quiet();
select set_eq('select * from pg_temp.heard()', 'select * from before', 'nothing that ben hears has changed');
select is(count(*), 2::bigint, 'though there is something to hear') from amity.labels;

-- nor can he tell from what is written beside it: he has the same row to write
select speak_as('ben');
select lives_ok('select amity.label_person(tap.person(''ada''))', 'he labels her as if there was nothing');
select lives_ok('select amity.create_label_type(''ex'')', 'also with the same word');

select * from finish();
rollback;
