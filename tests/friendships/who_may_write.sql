-- Each role, each command: the view lets nobody do more than the tables behind it. A number of rows, a slug, or an SQLSTATE.
begin;
select * from no_plan();

-- ada and ben are friends; carl asked ben
select person(name) from unnest('{ada,ben,carl,zoe}'::text[]) as name;
select speak_as('ada');
select amity.request_connection(person('ben'));
select speak_as('ben');
select amity.accept_connection(person('ada'));
select speak_as('carl');
select amity.request_connection(person('ben'));
select be_quiet();

create function pg_temp.outcome(speaker text, statement text) returns text
language plpgsql
as $$
declare
  v_rows bigint;
  v_state text;
  v_slug text;
begin
  case speaker
    when 'service' then perform speak_as_service();
    when 'anon' then perform speak_as_anon();
    when 'signed out' then perform _speak('authenticated', '{"role": "authenticated"}');
    when 'not joined' then perform speak_as('00000000-0000-4000-8000-000000000000'::uuid);
    else perform speak_as(speaker);
  end case;
  execute statement;
  get diagnostics v_rows = row_count;
  raise exception using errcode = 'UNDO0';
exception
  when sqlstate 'UNDO0' then return v_rows::text;
  when others then
    get stacked diagnostics v_state = returned_sqlstate, v_slug = pg_exception_detail;
    return coalesce(nullif(v_slug, ''), v_state);
end
$$;

select is(pg_temp.outcome(speaker, statement), outcome, format('%s %s', speaker, act))
from (values
  ('ada', '1', '1', '0', '1', '1', 'not_yours'),
  ('ben', '2', 'not_yours', '1', '1', '2', 'not_yours'),
  ('carl', '1', '0', 'not_recipient', '0', '1', '1'),
  ('zoe', '0', '0', '0', '0', '0', 'not_yours'),
  ('signed out', '0', 'signed_out', 'signed_out', 'signed_out', 'signed_out', 'signed_out'),
  ('not joined', '0', 'not_joined', 'not_joined', 'not_joined', 'not_joined', 'not_joined'),
  ('anon', '42501', '42501', '42501', '42501', '42501', '42501'),
  ('service', '2', '1', '1', 'person_not_found', '2', '1')
) as matrix (speaker, sees, steps_back_as_ada, accepts, steps_back, deletes, asks_as_carl)
cross join lateral (values
  ('sees', 'select from amity.friendships', sees),
  ('steps back as ada', $$update amity.friendships set stepped_back_by = person('ada') where requester_id = person('ada')$$,
    steps_back_as_ada),
  ('accepts', $$update amity.friendships set status = 'accepted' where requester_id = person('carl')$$, accepts),
  ('steps back', $$update amity.friendships set stepped_back_by = coalesce(amity.me(), person('zoe')) where status = 'accepted'$$,
    steps_back),
  ('deletes', 'delete from amity.friendships', deletes),
  ('asks as carl', $$insert into amity.friendships (requester_id, addressee_id) values (person('carl'), person('zoe'))$$,
    asks_as_carl)
) as acts (act, statement, outcome);

select * from finish();
rollback;
