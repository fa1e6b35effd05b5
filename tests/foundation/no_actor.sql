-- A service, or the owner in psql, that says for no person what only a person does: it hears that, and not that the
-- other person is unknown.
begin;
select plan(9);

select person('ben');
select refused(statement, 'no_actor', statement)
from unnest(array[
  $$select amity.request_connection(person('ben'))$$, $$insert into amity.connections (recipient_id) values (person('ben'))$$,
  $$select amity.follow(person('ben'))$$, $$select amity.block(person('ben'))$$, $$select amity.step_back_from(person('ben'))$$,
  $$select amity.label_person(person('ben'), note => 'x')$$, $$select amity.create_label_type('x')$$, $$select amity.create_circle('x')$$,
  $$select amity.dismiss_suggestion(person('ben'))$$
]) as statement;

select * from finish();
rollback;
