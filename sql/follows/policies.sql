drop policy if exists select_mine on amity.follows;
create policy select_mine on amity.follows for select to authenticated
  using (
    (follower_id = (select amity.me()) and amity_private.search_by(follower_id))
    or (followed_id = (select amity.me()) and amity_private.search_by(followed_id))
  );
grant select (id, follower_id, followed_id, created_at) on amity.follows to authenticated;
comment on policy select_mine on amity.follows is
  'Both people of a follow see it, and nobody else.';

drop policy if exists insert_mine on amity.follows;
create policy insert_mine on amity.follows for insert to authenticated
  with check (follower_id = (select amity.me()));
grant insert (follower_id, followed_id) on amity.follows to authenticated;
comment on policy insert_mine on amity.follows is 'A person follows in their own name.';

create or replace trigger _050_give_columns
before insert on amity.follows
for each row execute function amity_private.tg_columns__give('created_at');

drop policy if exists delete_mine on amity.follows;
create policy delete_mine on amity.follows for delete to authenticated
  using (follower_id = (select amity.me()) or followed_id = (select amity.me()));
grant delete on amity.follows to authenticated;
comment on policy delete_mine on amity.follows is
  'The follower unfollows; the followed person removes a follower.';

drop policy if exists all_service on amity.follows;
create policy all_service on amity.follows to service_role using (true) with check (true);
grant select, insert, delete on amity.follows to service_role;
comment on policy all_service on amity.follows is
  'A service may follow for others, by the same rules.';
