-- What is over is out of sight the same moment, for its owner as well: nothing has to clear it
-- away.
drop policy if exists select_mine on amity.step_backs;
create policy select_mine on amity.step_backs for select to authenticated
  using (
    owner_id = (select amity.me()) and amity_private.search_by(owner_id)
    and not amity_private.has_passed(until)
  );
grant select (id, owner_id, person_id, since, until, reason) on amity.step_backs to authenticated;
comment on policy select_mine on amity.step_backs is
  'Only its owner knows of a step-back, while it holds.';

drop policy if exists insert_mine on amity.step_backs;
create policy insert_mine on amity.step_backs for insert to authenticated
  with check (owner_id = (select amity.me()));
grant insert (owner_id, person_id, until, reason) on amity.step_backs to authenticated;
comment on policy insert_mine on amity.step_backs is 'A person steps back in their own name.';

create or replace trigger _050_give_columns
before insert on amity.step_backs
for each row execute function amity_private.tg_columns__give('since');

drop policy if exists update_mine on amity.step_backs;
create policy update_mine on amity.step_backs for update to authenticated
  using (owner_id = (select amity.me()) and not amity_private.has_passed(until))
  with check (owner_id = (select amity.me()));
grant update (until, reason) on amity.step_backs to authenticated;
comment on policy update_mine on amity.step_backs is
  'Its owner may change until when, and the note, nothing else.';

create or replace trigger _050_keep_columns
before update of since on amity.step_backs
for each row execute function amity_private.tg_columns__keep();

drop policy if exists delete_mine on amity.step_backs;
create policy delete_mine on amity.step_backs for delete to authenticated
  using (owner_id = (select amity.me()) and not amity_private.has_passed(until));
grant delete on amity.step_backs to authenticated;
comment on policy delete_mine on amity.step_backs is 'Only its owner returns.';

drop policy if exists all_service on amity.step_backs;
create policy all_service on amity.step_backs to service_role using (true) with check (true);
grant select, insert, delete, update (until, reason) on amity.step_backs to service_role;
comment on policy all_service on amity.step_backs is
  'A service may step back for others, by the same rules; it sees what is over, too.';
