{% from 'foundation/client.macro' import definer %}
-- Every kind brings `amity_private.tidy_<kind>()`, which deletes what has expired and returns how
-- many rows that were. Nothing depends on it having run.
insert into amity.settings (name, type, value, fallback, choices, description) values
  ('history_retention', 'interval', null, null, null,
    'How long the history of what has ended is kept, until tidy() deletes it; null is for ever.')
on conflict (name) do update
  set type = excluded.type, fallback = excluded.fallback, choices = excluded.choices,
    description = excluded.description;

{% call definer(
  'tidy', '', 'table (kind text, tidied bigint)', because='it deletes rows of all people',
  says="Deletes what is over (expired requests, history past history_retention, the like); returns
    how many rows of each kind. Of a history, at most 100,000 ties at once: call it again. Nothing
    depends on it having run. For services."
) %}
declare
  v_task name;
begin
  perform amity_private.lock_histories();
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
{% endcall %}
