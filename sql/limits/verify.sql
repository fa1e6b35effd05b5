-- The invariants of limits that are broken. See amity.verify().
create or replace function amity_private.verify_limits()
returns table (invariant text, detail text)
language sql stable
begin atomic
  -- an action without a row would have no limit, and no way to give it one
  select 'every_action_has_a_rate', limited.action
  from (
    select distinct split_part(encode(tgargs, 'escape'), '\000', 1) as action
    from pg_catalog.pg_trigger
    where tgfoid = 'amity_private.tg_limits__consume_rate_limit()'::pg_catalog.regprocedure
  ) as limited
  where limited.action not in (select rate_limits.action from amity.rate_limits);
end;
