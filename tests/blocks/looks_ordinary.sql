-- Whatever a block ended looks, to the one who was blocked, like what people do every day: all that they can read
-- afterwards is what a person reads whose ties were ended one by one.
begin;
select * from no_plan();

create temporary table exposed as
select 'amity.' || relname as name from pg_class
where relnamespace = 'amity'::regnamespace and relkind in ('r', 'p', 'v', 'm')
  and has_any_column_privilege('authenticated', oid, 'select');
grant select on exposed to public;

-- Everything that a person sees of another, but for ids and moments.
create function pg_temp.seen(who text, other text) returns text[] language plpgsql as $$
declare
  v_name text;
  v_rows text[];
  v_seen text[] = '{}';
begin
  perform speak_as(who);
  for v_name in select name from exposed order by name loop
    execute format('select array_agg(to_jsonb(rows)::text) from %s as rows where to_jsonb(rows)::text like %L',
      v_name, '%' || tap.person(other) || '%') into v_rows;
    v_seen := v_seen || array(
      select v_name || ' ' || regexp_replace(regexp_replace(replace(replace(
          line, tap.person(who)::text, 'me'), tap.person(other)::text, 'them'),
        '"[0-9a-f]{8}-[0-9a-f-]{27}"', '"id"', 'g'),
        '"[0-9]{4}-[0-9]{2}-[0-9]{2}T[^"]*"', '"moment"', 'g')
      from unnest(v_rows) as line order by 1
    );
  end loop;
  v_seen := v_seen || array[
    'status ' || (amity.connection_status(tap.person(other))).status,
    'mutual ' || amity.mutual_connections_count(tap.person(other)),
    'waiting ' || amity.pending_requests_count(),
    'suggested ' || (select count(*) from amity.connection_suggestions())
  ];
  perform be_quiet();
  return v_seen;
end
$$;

-- What the two have before it ends. One of each pair is blocked in the end, the other sees everything ended.
create function pg_temp.begin_ties(blocker text, other text) returns void language plpgsql as $$
begin
  perform speak_as(other);
  if other like '%asks%' or other like '%friend%' then
    perform amity.request_connection(tap.person(blocker), 'hello');
  end if;
  if other like '%follow%' then
    perform amity.follow(tap.person(blocker));
  end if;
  perform speak_as(blocker);
  if other like '%asked%' then
    perform amity.request_connection(tap.person(other), 'hello');
  end if;
  if other like '%friend%' then
    perform amity.accept_connection(tap.person(other));
  end if;
  if other like '%follow%' then
    perform amity.follow(tap.person(other));
  end if;
  perform be_quiet();
end
$$;

create function pg_temp.looks_ordinary(tie text) returns setof text language plpgsql as $$
declare
  v_before text[];
begin
  perform pg_temp.begin_ties('ada', 'ben ' || tie);
  perform pg_temp.begin_ties('zoe', 'yul ' || tie);
  v_before := pg_temp.seen('ben ' || tie, 'ada');
  return next is(v_before, pg_temp.seen('yul ' || tie, 'zoe'), tie || ': two who see the same');

  perform speak_as('ada');
  perform amity.block(tap.person('ben ' || tie), 'a secret');
  perform speak_as('zoe');
  if tie like '%asks%' then
    update amity.connections set status = 'rejected' where requester_id = tap.person('yul ' || tie);
  elsif tie like '%asked%' then
    update amity.connections set status = 'cancelled' where recipient_id = tap.person('yul ' || tie);
  end if;
  delete from amity.connections where tap.person('yul ' || tie) in (requester_id, recipient_id);
  delete from amity.follows where tap.person('yul ' || tie) in (follower_id, followed_id);
  perform be_quiet();

  return next isnt(pg_temp.seen('ben ' || tie, 'ada'), v_before, tie || ': it has ended');
  return next is(pg_temp.seen('ben ' || tie, 'ada'), pg_temp.seen('yul ' || tie, 'zoe'), tie || ': and they still see the same');
  return next ok(not array_to_string(pg_temp.seen('ben ' || tie, 'ada'), ' ') ~ 'secret|block', tie || ': no word of a block');
end
$$;

select * from pg_temp.looks_ordinary('asks');
select * from pg_temp.looks_ordinary('asked');
select * from pg_temp.looks_ordinary('friend');
select * from pg_temp.looks_ordinary('follow');
select * from pg_temp.looks_ordinary('friend and follow');
select * from pg_temp.looks_ordinary('asked and follow');

select amity.set_setting('reveal_rejections', 'true');
select * from pg_temp.looks_ordinary('asks openly');

select * from finish();
rollback;
