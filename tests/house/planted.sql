-- A role that was granted CREATE makes nothing that is taken for ours and run with the rights of our owner.
begin;
select plan(6);

grant create, usage on schema amity, amity_private to authenticated;

select speak_as('ada');
create function amity.stop() returns uuid language plpgsql as $$ begin raise exception 'ran as %', current_user; end $$;
create function amity_private.my_count_planted() returns bigint language sql as 'select 1 from amity.stop()';
create function amity_private.tidy_planted() returns bigint language sql as 'select 1 from amity.stop()';
create function amity_private.verify_planted() returns table (invariant text, detail text) language sql
as $$select 'x', amity.stop()::text$$;
create view amity.planted_history as select amity.stop() as person_id;
grant select on amity.planted_history to public;
create function amity.tg_stop() returns trigger language plpgsql as 'begin perform amity.stop(); return new; end';
create table amity_private.planted_history (person_id uuid);
create table amity.planted (done_by uuid);
create trigger stop before update on amity_private.planted_history for each row execute function amity.tg_stop();
create trigger stop before update on amity.planted for each row execute function amity.tg_stop();
insert into amity_private.planted_history values (person('ada'));
insert into amity.planted values (person('ada'));
grant select, update on amity_private.planted_history, amity.planted to public;

select throws_ok('select amity.stop()', 'P0001', 'ran as authenticated', 'it would be seen');
select lives_ok('select amity.my_counters()', 'my counters');

select speak_as_service();
select lives_ok('select * from amity.verify()', 'verify');
select lives_ok('select * from amity.tidy()', 'tidy');
select lives_ok($$select amity.export_person(person('ada'))$$, 'an export');
select lives_ok($$select amity.forget_person(person('ada'))$$, 'a person can be forgotten');

select * from finish();
rollback;
