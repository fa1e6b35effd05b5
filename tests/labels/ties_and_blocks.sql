-- A label is its owner's memory: it needs no tie, and no request, answer, end or block of their own touches it.
begin;
select * from no_plan();

create temporary table kept (label amity.labels);
grant all on kept to public;
create function pg_temp.stays(after text) returns text language plpgsql as $$
declare
  v_result text;
begin
  perform speak_as('ada');
  v_result := results_eq('select * from amity.labels', 'select (label).* from kept', 'it stays after ' || after);
  perform be_quiet();
  return v_result;
end
$$;

-- the note and the tags that I write with a request
select isnt(tap.person('ben'), null, 'ben is a person');
select speak_as('ada');
insert into kept select amity.label_person(tap.person('ben'), note => 'met at the bar', tags => '{vip,bar}');
select amity.request_connection(tap.person('ben'), 'hello');
select pg_temp.stays('a request');
select speak_as('ben');
select amity.accept_connection(tap.person('ada'));
select pg_temp.stays('the acceptance');
select speak_as('ben');
select is_empty('select * from amity.labels', 'ben sees nothing of it');
select is_empty($$select * from amity.my_connections as mine where mine::text ~ 'bar'$$, 'nor in the connection');
select amity.remove_connection(tap.person('ada'));
select pg_temp.stays('the end');
select speak_as('ada');
select amity.request_connection(tap.person('ben'));
select speak_as('ben');
select amity.reject_connection(tap.person('ada'));
select pg_temp.stays('a rejection');
select speak_as('ada');
select amity.follow(tap.person('ben')), amity.unfollow(tap.person('ben'));
select pg_temp.stays('a follow and its end');

-- ben blocks: what ada noted goes, as if he had left; a note that stayed would betray the block
select speak_as('ben');
select amity.block(tap.person('ada'));
select speak_as('ada');
select is_empty('select * from amity.labels', 'a note about a person who cannot be found any more is gone');
select refused(
  format('select amity.label_person(%L)', person), 'person_not_found', 'a new one is refused as for ' || who
)
from (values
  (tap.person('ben'), 'who blocked her'),
  ('a0000000-0000-4000-8000-000000000000', 'an unknown id')
) as cases (person, who);
select refused(format('select amity.relabel_person(%L)', tap.person('ben')), 'not_labelled', 'nor is there one to change');
select speak_as('ben');
select amity.unblock(tap.person('ada'));
select speak_as('ada');
select is_empty('select * from amity.labels', 'unblocking restores nothing');
update kept set label = (select now from amity.label_person(tap.person('ben'), note => 'again') as now);
select pg_temp.stays('it was written anew');

-- ada blocks: hers stays hers
select speak_as('ada');
select amity.block(tap.person('ben'));
select pg_temp.stays('a block by ada');
select speak_as('ada');
select lives_ok('select amity.relabel_person(tap.person(''ben''), note => ''never again'')', 'she writes down why');
select is((amity.unlabel_person(tap.person('ben'))).note, 'never again', 'she takes it off');
select refused('select amity.label_person(tap.person(''ben''))', 'blocked', 'and is told why there is no new one');

select * from finish();
rollback;
