-- A thousand things at random between six people, allowed or not: on the way and afterwards every
-- history replays to the rows, and no tie stands across a block.
begin;
select * from no_plan();

-- The error of a statement, or null.
create function pg_temp.said_by(statement text) returns text language plpgsql as $$
begin
  execute statement;
  return null;
exception when others then
  return sqlstate || ' ' || sqlerrm;
end
$$;

create function pg_temp.live(steps integer) returns table (done integer, refused integer, broke text[]) language plpgsql as $$
declare
  v_people constant uuid[] := array(select tap.person('person ' || number) from generate_series(1, 6) as number);
  v_acts constant text[] := array[
    'select amity.request_connection(%L)', 'select amity.request_connection(%L)', 'select amity.accept_connection(%L)',
    'select amity.accept_connection(%L)', 'select amity.reject_connection(%L)', 'select amity.cancel_connection_request(%L)',
    'select amity.remove_connection(%L)', 'select amity.follow(%L)', 'select amity.follow(%L)', 'select amity.unfollow(%L)',
    'select amity.remove_follower(%L)', 'select amity.block(%L)', 'select amity.unblock(%L)', 'select amity.unblock(%L)',
    'select amity.dismiss_suggestion(%L)', 'select amity.restore_suggestion(%L)', 'delete from amity.connections where %L in (requester_id, recipient_id)',
    'delete from amity.follows where followed_id = %L', 'update amity.connections set status = ''accepted'' where requester_id = %L'
  ];
  v_error text;
begin
  done := 0;
  refused := 0;
  broke := '{}';
  for step in 1..steps loop
    perform speak_as(v_people[1 + floor(random() * 6)::int]);
    v_error := pg_temp.said_by(format(
      v_acts[1 + floor(random() * cardinality(v_acts))::int], v_people[1 + floor(random() * 6)::int]
    ));
    done := done + (v_error is null)::int;
    refused := refused + coalesce(v_error ^@ 'PT4', false)::int;
    broke := broke || case when not v_error ^@ 'PT4' then array[v_error] end;
    perform be_quiet();
    if step % 10 = 0 then
      broke := broke || array(select concat_ws(' ', step, kind, invariant, detail) from amity.verify());
    end if;
    if step % 300 = 0 then
      -- one of them leaves and comes back, with nothing
      delete from amity.people where id = v_people[1 + step / 300];
      insert into amity.people (id) values (v_people[1 + step / 300]);
    end if;
  end loop;
  return next;
end
$$;

select setseed(0.42);
create temporary table lived as select * from pg_temp.live(1000);
select cmp_ok(done, '>', 200, 'much was done') from lived;
select cmp_ok(refused, '>', 200, 'and much refused') from lived;
select is(broke, '{}', 'whatever was not done was refused, and no invariant was broken on the way') from lived;

select is_empty('select * from amity_private.' || relname, relname || ' is empty') from pg_class
where relnamespace = 'amity_private'::regnamespace and relname ~ '_drift$';
select cmp_ok(count(*), '>=', 3::bigint, 'each kind was looked at') from pg_class
where relnamespace = 'amity_private'::regnamespace and relname ~ '_drift$';

select * from finish();
rollback;
