{% from 'foundation/table.macro' import keep_all %}
-- A person sees their own row alone: whether another id exists would tell of a block.
drop policy if exists select_mine on amity.people;
create policy select_mine on amity.people for select to authenticated
  using (id = (select amity.me()));
-- column by column, here and in every kind: a grant of the table would show xmax as well, which
-- changes when another session locks the row, be it to block or to step back
grant select (id, host_key, joined_at) on amity.people to authenticated;
comment on policy select_mine on amity.people is 'A person sees their own row and no other.';

drop policy if exists all_service on amity.people;
create policy all_service on amity.people to service_role using (true) with check (true);
grant select, insert, update (host_key), delete on amity.people to service_role;
comment on policy all_service on amity.people is 'A service looks after people.';

{{ keep_all('amity.people') }}
{{ keep_all('amity_private.attachments') }}
