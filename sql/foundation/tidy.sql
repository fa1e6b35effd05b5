-- Every kind brings `amity_private.tidy_<kind>()`, which clears away what is over and returns how
-- many rows that were. Nothing depends on it having run.
insert into amity.settings (name, type, value, fallback, choices, description) values
  ('history_retention', 'interval', null, null, null,
    'How long the history of what has ended is kept; null is for ever.')
on conflict (name) do update
  set type = excluded.type, fallback = excluded.fallback, choices = excluded.choices,
    description = excluded.description;

-- What amity.tidy() does.
create or replace function amity_private.tidy() returns table (kind text, tidied bigint)
language plpgsql volatile security definer  -- it clears away rows of everybody
set search_path = pg_catalog, pg_temp
as $$
declare
  v_task name;
begin
  perform amity_private.require_service_caller('amity_private.tidy()');
  for v_task in
    select proname from pg_proc
    where pronamespace = 'amity_private'::regnamespace and proname like 'tidy\_%' and pronargs = 0
      and amity_private.is_owner(proowner)
    order by proname
  loop
    kind := substr(v_task, length('tidy_') + 1);
    execute format('select amity_private.%I()', v_task) into tidied;
    return next;
  end loop;
end;
$$;

create or replace function amity.tidy() returns table (kind text, tidied bigint)
language sql volatile
begin atomic
  select tasks.kind, tasks.tidied from amity_private.tidy() as tasks;
end;

grant execute on function amity_private.tidy() to service_role;
grant execute on function amity.tidy() to service_role;
comment on function amity.tidy() is
  'Clears away what is over (expired requests, history past history_retention, …); returns how '
  'many rows of each kind. Nothing depends on it having run. For services.';
