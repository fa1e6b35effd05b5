-- Each act moves the pace of its person forward, in the transaction of the act: refused or undone,
-- it costs nothing. Acts of one person at one moment wait for each other here, and only here.
create or replace function amity_private.consume_rate_limit(person uuid, act text)
returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_limit amity.rate_limits;
  v_seconds numeric;
  v_per interval;
  v_step interval;
  v_now timestamptz;
  v_arrival_at timestamptz;
begin
  select * into v_limit from amity.rate_limits where action = act;
  if v_limit.max_actions is null then
    return;
  end if;
  perform amity_private.lock_people(person);
  v_now := clock_timestamp();
  -- in seconds, because a day is longer or shorter by the time zone of whoever speaks; and a step
  -- is rounded down, so that max_actions of them are never more than per
  v_seconds := extract(epoch from v_limit.per);
  v_per := make_interval(secs => v_seconds::double precision);
  v_step := make_interval(secs => trunc(v_seconds / v_limit.max_actions, 6)::double precision);
  select theoretical_arrival_at into v_arrival_at
  from amity_private.rate_limit_state where person_id = person and action = act;
  if v_arrival_at > v_now + v_per then
    -- so far only an older rate lets anybody go: today's takes them in at once
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
  values (person, act, v_arrival_at)
  on conflict (person_id, action) do update
    set theoretical_arrival_at = excluded.theoretical_arrival_at;
end;
$$;

-- The trigger of every table whose inserts are limited; its argument says as what.
create or replace function amity_private.tg_limits__consume_rate_limit() returns trigger
language plpgsql volatile security definer  -- people may not write their own pace
set search_path = pg_catalog, pg_temp
as $$
begin
  -- a service has no pace
  if amity.me() is not null then
    perform amity_private.consume_rate_limit(amity.me(), tg_argv[0]);
  end if;
  return new;
end;
$$;

comment on function amity_private.consume_rate_limit(uuid, text) is
  'Counts one act of a person towards its limit. Refuses: rate_limited.';
comment on function amity_private.tg_limits__consume_rate_limit() is
  'Limits how often the speaker inserts, as the action that its argument names. Refuses: '
  'rate_limited.';
