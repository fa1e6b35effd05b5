-- A client that says null of a flag means that it says nothing: a block hides all it can.
begin;
select plan(4);

select speak_as('ada');
select lives_ok(
  $$insert into amity.blocks (blocked_id, hide_from_search, prevent_profile_view) values (person('ben'), null, null)$$, 'inserted'
);
select results_eq('select hide_from_search, prevent_profile_view from amity.blocks', 'values (true, true)', 'as nothing said');
update amity.blocks set hide_from_search = false, prevent_profile_view = false;
select lives_ok('update amity.blocks set hide_from_search = null, prevent_profile_view = null', 'updated');
select results_eq('select hide_from_search, prevent_profile_view from amity.blocks', 'values (true, true)', 'likewise');

select * from finish();
rollback;
