-- The trigger of every table whose inserts are limited. Its first argument names the action; its
-- second the column of who acts, where a row may turn out to be of another person. An act moves its
-- person's arrival time forward in its own transaction: refused or rolled back, it costs
-- nothing. Acts of one person at one moment wait for each other here, and only here. A service has
-- no limit. Refuses: rate_limited.
create or replace function amity_private.tg_limits__consume_rate_limit() returns trigger
language plpgsql volatile security definer  -- people may not write their own state
set search_path = pg_catalog, pg_temp
as $$
declare
  v_limit amity.rate_limits;
  v_me uuid;
  v_seconds numeric;
  v_per interval;
  v_step interval;
  v_now timestamptz;
  v_arrival_at timestamptz;
begin
  select * into v_limit from amity.rate_limits where action = tg_argv[0];
  if v_limit.max_actions is null then
    return new;
  end if;
  v_me := amity.me();
  if v_me is null or (to_jsonb(new) ->> tg_argv[1])::uuid <> v_me then
    return new;
  end if;
  perform amity_private.lock_people(v_me);
  v_now := clock_timestamp();
  -- in seconds, because a day is longer or shorter by the time zone of the session; and a step is
  -- rounded down, so that max_actions of them are never more than per
  v_seconds := extract(epoch from v_limit.per);
  v_per := make_interval(secs => v_seconds::double precision);
  v_step := make_interval(secs => trunc(v_seconds / v_limit.max_actions, 6)::double precision);
  select theoretical_arrival_at into v_arrival_at
  from amity_private.rate_limit_state where person_id = v_me and action = v_limit.action;
  if v_arrival_at > v_now + v_per then
    -- only an older rate allows an arrival so far ahead: by today's, it is full
    v_arrival_at := v_now + v_per - v_step;
  end if;
  v_arrival_at := greatest(v_arrival_at, v_now) + v_step;
  if v_arrival_at > v_now + v_per then
    perform amity_private.refuse('rate_limited', to_char(
      -- the next whole second, so that trying then is not too early
      date_trunc('second', v_arrival_at - v_per) at time zone 'UTC' + interval '1 second',
      'YYYY-MM-DD"T"HH24:MI:SS"Z"'
    ));
  end if;
  insert into amity_private.rate_limit_state (person_id, action, theoretical_arrival_at)
  values (v_me, v_limit.action, v_arrival_at)
  on conflict (person_id, action) do update
    set theoretical_arrival_at = excluded.theoretical_arrival_at;
  return new;
end;
$$;
