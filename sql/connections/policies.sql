-- Who sees, inserts, updates and deletes which rows, and which columns only a service may set.
{% from 'foundation/tie.macro' import guard, mine %}
{{ guard('connections', ['id', 'requester_id', 'recipient_id'], since='requested_at') }}

-- `or` of two equalities, and not `me in (…)`, so that each side finds its index. All four policies
-- say it in the same words: Postgres plans a condition twice only where two differ.
drop policy if exists select_mine on amity.connections;
create policy select_mine on amity.connections for select to authenticated
  using ({{ mine('requester', 'recipient') }});
grant select (
  id, requester_id, recipient_id, status, message, requested_at, responded_at
) on amity.connections to authenticated;
comment on policy select_mine on amity.connections is
  'Both people of a connection see it.';

drop policy if exists insert_mine on amity.connections;
create policy insert_mine on amity.connections for insert to authenticated
  -- _200_on_insert has refused another requester; a crossing request comes out as theirs
  with check ({{ mine('requester', 'recipient') }});
-- status says pending or is refused; an ORM inserts null into every column that takes it
grant insert (requester_id, recipient_id, status, message, responded_at)
  on amity.connections to authenticated;
comment on policy insert_mine on amity.connections is 'A person asks in their own name.';

create or replace trigger _060_keep_defaults
before insert on amity.connections
for each row when (new.status <> 'pending' or new.responded_at is not null)
execute function amity_private.tg_columns__keep('status or responded_at');

drop policy if exists update_mine on amity.connections;
create policy update_mine on amity.connections for update to authenticated
  using ({{ mine('requester', 'recipient') }});
grant update (status) on amity.connections to authenticated;
comment on policy update_mine on amity.connections is
  'Both people may say a status; the trigger decides which.';

create or replace trigger _050_keep_columns
before update of message, requested_at, responded_at on amity.connections
for each row execute function amity_private.tg_columns__keep();

drop policy if exists delete_mine on amity.connections;
create policy delete_mine on amity.connections for delete to authenticated
  using ({{ mine('requester', 'recipient') }});
grant delete on amity.connections to authenticated;
comment on policy delete_mine on amity.connections is 'Either person ends it.';

drop policy if exists all_service on amity.connections;
create policy all_service on amity.connections to service_role using (true) with check (true);
grant select, insert, delete, update (status, message) on amity.connections to service_role;
comment on policy all_service on amity.connections is
  'A service may connect others: without waits and limits of rate, else by the same rules.';
