-- superuser
-- verify(): what the triggers would never let happen is found, each by its name.
begin;
select * from no_plan();
select person(name) from unnest('{ada,ben,carl}'::text[]) as name;
insert into amity.connections (requester_id, recipient_id, status, responded_at)
select person('ada'), person(name), 'accepted', now() from unnest('{ben,carl}'::text[]) as name;
select speak_as('ada');
select amity.create_circle('climbers');
select amity.create_label_type('mentor');
select amity.create_circle('mentors', label_type => (select id from amity.label_types));
select amity.invite_to_circle((select id from amity.circles where name = 'climbers'), person(name)) from unnest('{ben,carl}'::text[]) as name;
select speak_as('ben');
select amity.accept_circle_invitation((select id from amity.circles where name = 'climbers'));
select speak_as_service();
select is_empty('select * from amity.verify()', 'all is well');

create temporary table tampering (kind text, invariant text, statement text);
insert into tampering values
  ('circles', 'has_an_admin', 'update amity.circle_members set role = ''member'''),
  ('circles', 'has_an_admin', 'delete from amity.circle_members'),
  ('circles', 'shared_is_its_members', 'update amity.circles set created_by = tap.person(''ada'') where name = ''climbers'''),
  ('circles', 'dynamic_has_no_members', 'update amity.circle_members set circle_id = (select id from amity.circles where name = ''mentors'')'),
  ('circles', 'label_type_is_the_creators', 'update amity.circles set created_by = tap.person(''ben'') where name = ''mentors'''),
  ('circles', 'label_type_is_the_creators', 'delete from amity.label_types'),
  ('circle_members', 'in_a_circle', 'delete from amity.circles where name = ''climbers'''),
  ('circle_members', 'history_replays', 'update amity.circle_members set role = ''admin'' where person_id = tap.person(''ben'')'),
  ('circle_members', 'history_replays', 'update amity.circle_members set status = ''member'', invited_by = null, joined_at = now() where status = ''invited'''),
  ('circle_members', 'history_replays', 'delete from amity.circle_members where status = ''invited'''),
  ('circle_members', 'history_replays', 'update amity.circle_members set person_id = tap.person(''zoe'') where status = ''invited'''),
  ('circle_members', 'history_replays', 'delete from amity_private.circle_members_history where action = ''founded'''),
  ('circle_members', 'not_invited_across_a_block', 'insert into amity.blocks (blocker_id, blocked_id) values (tap.person(''carl''), tap.person(''ada''))');
grant select on tampering to public;

create function pg_temp.found_after(statement text) returns text[] language plpgsql as $$
declare
  v_found text[];
begin
  perform be_quiet();
  perform set_config('session_replication_role', 'replica', true);
  execute statement;
  perform set_config('session_replication_role', 'origin', true);
  perform speak_as_service();
  v_found := array(select kind || ' ' || invariant from amity.verify());
  raise sqlstate 'UNDO0' using message = v_found::text;
exception when sqlstate 'UNDO0' then
  return sqlerrm::text[];
end
$$;
select ok(pg_temp.found_after(statement) @> array[kind || ' ' || invariant], kind || ' ' || invariant || ': ' || statement) from tampering;
select is_empty('select * from amity.verify()', 'all is well again');

-- tidy() forgets what has ended, never what stands
select speak_as('ada');
select amity.remove_from_circle((select id from amity.circles where name = 'climbers'), person('ben'));
select be_quiet();
update amity.settings set value = '0' where name = 'history_retention';
select pg_sleep(0.01);
select is((select tidied from amity.tidy() where kind = 'circle_members'), 3::bigint, 'what has ended is forgotten');
select results_eq('select action::text from amity_private.circle_members_history order by 1', $$values ('founded'), ('invited')$$, 'what stands is not');
select is_empty('select * from amity.verify()', 'and still replays');

select * from finish();
rollback;
