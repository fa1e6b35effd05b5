-- An import of ties that existed elsewhere tells no person, except a requester whose request it accepts.
begin;
select plan(5);

select speak_as('ada');
select amity.request_connection(person('ben'));
select be_quiet();
update amity.badges set kept = true;
select speak_as_service();
create function pg_temp.imported(kind text, one text, variadic others text[]) returns bigint language plpgsql volatile as $$
declare
  v_refused bigint;
begin
  execute format('select count(*) from amity.import_%s($1, $2)', kind) into v_refused using
    array(select person(one)::text from unnest(others)), array(select person(other)::text from unnest(others) as other);
  return v_refused;
end
$$;
select is(pg_temp.imported('connections', 'ada', 'carl', 'dora') + pg_temp.imported('follows', 'ada', 'carl', 'dora'), 0::bigint, 'four ties are imported');
select is(told(), '{ben request_received ada}', 'and told to no person');
select is(pg_temp.imported('connections', 'ben', 'ada'), 0::bigint, 'an import accepts a request');
select is(told(), '{ada request_accepted ben}', 'which tells the requester');
select is((select count(*) from amity.verify()), 0::bigint, 'and nothing is broken');

select * from finish();
rollback;
