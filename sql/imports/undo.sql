{% from 'foundation/client.macro' import client %}
{% from 'foundation/table.macro' import keep_all %}
{{ keep_all('amity_private.import_batches') }}

{#
  kind, tie  the plural and the singular
  one, other  the columns of both people, without _id
  ends       the action of its history
  unchanged  what must be true of a row of which the history tells nothing new
#}
{% macro undo(kind, tie, one, other, ends, unchanged) %}
-- Ends those of these {{ kind }} to which nothing has happened but an import; returns how many ended,
-- and how many stay.
create or replace function amity_private.undo_{{ kind }}(
  ids uuid[], out undone integer, out changed integer
)
language plpgsql volatile
set search_path = pg_catalog, pg_temp
set enable_hashjoin = off  -- few rows of many: they are looked up
set enable_mergejoin = off
as $$
declare
  v_ids uuid[];
begin
  -- locked first, so that the next query sees what was committed until then
  perform from amity.{{ kind }} where id = any (ids) order by id for update;
  get diagnostics changed = row_count;
  v_ids := array(
    select id from amity.{{ kind }} as made
    where id = any (ids) and {{ unchanged }} and not exists (
      select from amity_private.{{ kind }}_history
      where {{ tie }}_id = made.id and cause <> 'import'
    )
  );
  -- before the rows, so that the trigger that would write the entries finds them written
  insert into amity_private.{{ kind }}_history
    ({{ tie }}_id, {{ one }}_id, {{ other }}_id, action, cause)
  select id, {{ one }}_id, {{ other }}_id, {{ ends }}, 'import'
  from amity.{{ kind }} where id = any (v_ids);
  delete from amity.{{ kind }} where id = any (v_ids);
  undone := cardinality(v_ids);
  changed := changed - undone;
end;
$$;
{% endmacro %}

{# it stands on the tie, and would end with it #}
{% macro no_step_back(one, other) -%}
not exists (
      select from amity.step_backs
      where (owner_id, person_id) in (({{ one }}, {{ other }}), ({{ other }}, {{ one }}))
    )
{%- endmacro %}
{{ undo(
  'connections', 'connection', 'requester', 'recipient',
  "(case status when 'accepted' then 'removed' else 'cancelled' end)::amity.connection_action",
  no_step_back('requester_id', 'recipient_id')
) }}
{{ undo(
  'follows', 'follow', 'follower', 'followed', "'unfollowed'",
  no_step_back('follower_id', 'followed_id')
) }}
{{ undo(
  'blocks', 'block', 'blocker', 'blocked', "'unblocked'",
  'reason is null and hide_from_search and prevent_profile_view'
) }}
-- What amity.undo_import() does.
create or replace function amity_private.undo_import(run text)
returns table (undone integer, changed integer, batches integer)
language plpgsql volatile security definer  -- it ends ties of all people
set search_path = pg_catalog, pg_temp
as $$
declare
  v_last amity_private.import_batches;
  v_ids uuid[];
begin
  perform amity_private.require_service_caller('amity_private.undo_import(text)');
  perform amity_private.require_read_committed();
  -- it ends ties of many people, as the end of an account does
  perform amity_private.leave_in_turn();
  select * into v_last from amity_private.import_batches
  where import_batches.run = undo_import.run order by batch desc limit 1 for update;
  if not found then
    perform amity_private.refuse('import_not_found');
  end if;
  v_ids := array(
    select amity_private.id_of_line(v_last.batch, line) from generate_series(1, v_last.lines) as line
  );
  delete from amity_private.import_batches
  where import_batches.run = v_last.run and batch = v_last.batch;
  return query
    select sum(ended.undone)::integer, sum(ended.changed)::integer, (
      select count(*)::integer from amity_private.import_batches
      where import_batches.run = v_last.run
    )
    from (
      select * from amity_private.undo_connections(v_ids)
      union all
      select * from amity_private.undo_follows(v_ids)
      union all
      select * from amity_private.undo_blocks(v_ids)
    ) as ended;
end;
$$;

{{ client(
  'undo_import', 'run text', 'table (undone integer, changed integer, batches integer)',
  'service_role',
  "Undoes the last batch of an import, and forgets the batch: ends the ties that it made. Returns
    how many ended, how many stay because they changed since (a request was accepted, a block was
    given a reason, a person stepped back), and how many batches are left. A request that the
    import accepted stays accepted, and what its blocks ended stays ended. For services. Refuses:
    import_not_found, isolation_unsupported."
) }}
