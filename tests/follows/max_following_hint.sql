-- Who reached the cap is told which one, and its value.
begin;
select plan(1);

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

select amity.set_setting('max_following', '0');
select speak_as('ada');
select is(pg_temp.hint_of(format('select amity.follow(%L)', tap.person('ben'))), 'max_following is 0.', 'the cap and its value');

select * from finish();
rollback;
