-- Each role, each command, whose row: the whole matrix. Outcomes are a number of rows, a slug, or an SQLSTATE.
begin;
select * from no_plan();

-- ada runs a circle in which ben is, to which carl is invited; dora is a friend of ada's outside; emil a stranger
select person(name) from unnest('{ada,ben,carl,dora,emil}'::text[]) as name;
insert into amity.connections (requester_id, recipient_id, status, responded_at)
select person('ada'), person(name), 'accepted', now() from unnest('{ben,carl,dora}'::text[]) as name;
select speak_as('ada');
select amity.create_circle('climbers');
select amity.invite_to_circle((select id from amity.circles), person(name)) from unnest('{ben,carl}'::text[]) as name;
select speak_as('ben');
select amity.accept_circle_invitation((select id from amity.circles));
select be_quiet();
create temporary table circle as select * from amity.circles;
grant select on circle to public;

create temporary table speakers (n integer, speaker text);
insert into speakers select n, speaker from unnest(
  '{ada,ben,carl,dora,signed out,not joined,anon,service,owner}'::text[]) with ordinality as named (speaker, n);
create temporary table acts (act text, statement text, outcomes text[]);

insert into acts values
  --                                                                         ada  ben  carl dora out  new  anon   service owner
  ('sees the circle', 'select from amity.circles',                           '{1,1,1,0,0,0,42501,1,1}'),
  ('renames it', 'update amity.circles set name = ''x'' where id = (select id from circle)', '{1,not_circle_admin,not_circle_admin,0,signed_out,not_joined,42501,1,1}'),
  ('renames whatever there is', 'update amity.circles set name = ''x''',     '{1,not_circle_admin,not_circle_admin,0,signed_out,not_joined,42501,1,1}'),
  ('ends it', 'delete from amity.circles where id = (select id from circle)', '{1,not_circle_admin,not_circle_admin,0,signed_out,not_joined,42501,1,1}'),
  ('ends whatever there is', 'delete from amity.circles',                    '{1,not_circle_admin,not_circle_admin,0,signed_out,not_joined,42501,1,1}'),
  ('re-dates it', 'update amity.circles set created_at = now()',             '{42501,42501,42501,42501,42501,42501,42501,42501,1}'),
  ('takes it', 'update amity.circles set created_by = amity.me()',           '{42501,42501,42501,42501,42501,42501,42501,42501,1}'),
  ('makes up its id', 'insert into amity.circles (id, name, created_by) values (amity.uuid_v7(), ''x'', person(''ada''))',
    '{42501,42501,42501,42501,42501,42501,42501,42501,1}'),
  ('creates one for ada', 'insert into amity.circles (name, created_by) values (''x'', person(''ada''))',
    '{1,not_yours,not_yours,not_yours,signed_out,not_joined,42501,1,1}'),
  ('sees the member', 'select from amity.circle_members where person_id = person(''ben'')', '{1,1,0,0,0,0,42501,1,1}'),
  ('sees the admin', 'select from amity.circle_members where person_id = person(''ada'')',  '{1,1,0,0,0,0,42501,1,1}'),
  ('sees the invited', 'select from amity.circle_members where person_id = person(''carl'')', '{1,0,1,0,0,0,42501,1,1}'),
  ('sees all', 'select from amity.circle_members',                           '{3,2,1,0,0,0,42501,3,3}'),
  ('sees what happened', 'select from amity.circle_members_history',         '{1,2,1,0,0,0,42501,4,4}'),
  ('invites dora', 'insert into amity.circle_members (circle_id, person_id, invited_by) select id, person(''dora''), person(''ada'') from circle',
    '{1,not_yours,not_yours,not_yours,signed_out,not_joined,42501,1,1}'),
  ('invites dora in their own name', 'insert into amity.circle_members (circle_id, person_id) select id, person(''dora'') from circle',
    '{1,not_circle_admin,not_circle_admin,circle_not_found,signed_out,not_joined,42501,person_not_found,person_not_found}'),
  ('makes dora a member', 'insert into amity.circle_members (circle_id, person_id, status) select id, person(''dora''), ''member'' from circle',
    '{42501,42501,42501,42501,42501,42501,42501,1,1}'),
  ('accepts for carl', 'update amity.circle_members set status = ''member'' where person_id = person(''carl'')',
    '{not_yours,0,1,0,signed_out,not_joined,42501,1,1}'),
  ('accepts for ben', 'update amity.circle_members set status = ''member'' where person_id = person(''ben'')',
    '{already_member,already_member,0,0,signed_out,not_joined,42501,already_member,already_member}'),
  ('promotes ben', 'update amity.circle_members set role = ''admin'' where person_id = person(''ben'')',
    '{1,not_circle_admin,0,0,signed_out,not_joined,42501,1,1}'),
  ('promotes carl', 'update amity.circle_members set role = ''admin'' where person_id = person(''carl'')',
    '{circle_member_not_found,0,not_circle_admin,0,signed_out,not_joined,42501,circle_member_not_found,circle_member_not_found}'),
  ('demotes ada', 'update amity.circle_members set role = ''member'' where person_id = person(''ada'')',
    '{1,0,0,0,signed_out,not_joined,42501,1,1}'),
  ('ends ada''s', 'delete from amity.circle_members where person_id = person(''ada'')', '{1,0,0,0,signed_out,not_joined,42501,1,1}'),
  ('ends ben''s', 'delete from amity.circle_members where person_id = person(''ben'')', '{1,1,0,0,signed_out,not_joined,42501,1,1}'),
  ('ends carl''s', 'delete from amity.circle_members where person_id = person(''carl'')', '{1,0,1,0,signed_out,not_joined,42501,1,1}'),
  ('re-points', 'update amity.circle_members set person_id = person(''dora'') where person_id = person(''ben'')',
    '{42501,42501,42501,42501,42501,42501,42501,42501,pair_is_fixed}'),
  ('re-dates', 'update amity.circle_members set joined_at = now() where status = ''member''', '{42501,42501,42501,42501,42501,42501,42501,42501,2}'),
  ('truncates', 'truncate amity.circle_members', '{42501,42501,42501,42501,42501,42501,42501,42501,truncate_unsupported}');
select is(outcome(speaker, statement), outcomes[n], format('%s %s', speaker, act)) from acts cross join speakers order by act, n;

-- whatever they did blindly, each row that was not theirs is as it was
create function pg_temp.left_after(speaker text, statement text) returns text language plpgsql as $$
declare
  v_left text;
begin
  perform speak_as(speaker);
  execute statement;
  perform be_quiet();
  select string_agg(role || ' ' || status, ', ' order by role, status) into v_left from amity.circle_members;
  raise exception using errcode = 'UNDO0', message = coalesce(v_left, 'no member');
exception when sqlstate 'UNDO0' then
  return sqlerrm;
end
$$;
select is(pg_temp.left_after(speaker, 'delete from amity.circle_members'), remains, speaker || ' deletes whatever there is')
from (values ('ada', 'no member'), ('ben', 'admin member, member invited'), ('carl', 'admin member, member member'),
  ('dora', 'admin member, member invited, member member'), ('emil', 'admin member, member invited, member member')) as blind (speaker, remains);

select * from finish();
rollback;
