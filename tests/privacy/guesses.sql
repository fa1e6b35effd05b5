-- superuser
-- What the planner guesses of rows that only their owner may see: of me the same as of an unknown id.
begin;
select plan(1);

create function pg_temp.guess(query text) returns int language plpgsql as $$
declare
  v_plan json;
begin
  execute 'explain (format json) ' || query into v_plan;
  return v_plan -> 0 -> 'Plan' -> 'Plan Rows';
end
$$;

insert into amity.people (id) select gen_random_uuid() from generate_series(1, 400);
select person('ada');
set local session_replication_role = replica;
insert into amity.blocks (blocker_id, blocked_id)
select id, case n when 1 then person('ada') else gen_random_uuid() end
from amity.people cross join generate_series(1, 5) as n where id <> person('ada');
set local session_replication_role = origin;
analyze amity.blocks;

select speak_as('ada');
select is(
  pg_temp.guess(format('select from amity.blocks where blocked_id <> %L', person('ada'))),
  pg_temp.guess(format('select from amity.blocks where blocked_id <> %L', gen_random_uuid())),
  'how many blocks are not of me'
);

select * from finish();
rollback;
