-- The end of an account ends the step-backs of and from that person; the history stays.
begin;
select plan(3);

select person(name) from unnest('{ada,ben}'::text[]) as name;
select speak_as('ada');
select amity.request_connection(person('ben'));
select speak_as('ben');
select amity.accept_connection(person('ada'));
select amity.step_back_from(person('ada'));
select speak_as('ada');
select amity.step_back_from(person('ben'));

select be_quiet();
delete from amity.people where id = md5('person:ben')::uuid;
select is_empty('select from amity.step_backs', 'none is left');
select set_eq(
  $$select owner_id, action::text, cause::text from amity_private.step_backs_history where action <> 'stepped_back'$$,
  format($$values (%L::uuid, 'ended', 'account_deleted'), (%L, 'ended', 'account_deleted')$$,
    md5('person:ada')::uuid, md5('person:ben')::uuid),
  'the history knows why'
);
select is_empty('select * from amity.verify()', 'and replays');

select * from finish();
rollback;
