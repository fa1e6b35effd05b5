-- Thousands of things at random between six people in their circles, allowed or not: on the way and afterwards
-- the history replays, every circle has an admin, and no person sees across a block.
begin;
select * from no_plan();
-- every request is a connection
update amity.settings set value = 'false' where name = 'connections_need_approval';

create function pg_temp.said_by(statement text) returns text language plpgsql as $$
begin
  execute statement;
  return null;
exception when others then
  return sqlstate || ' ' || sqlerrm;
end
$$;

create function pg_temp.live(steps integer) returns table (done integer, refused integer, broke text[]) language plpgsql as $$
declare
  v_people constant uuid[] := array(select tap.person('person ' || number) from generate_series(1, 6) as number);
  v_acts constant text[] := array[
    'select amity.request_connection(%1$L)', 'select amity.request_connection(%1$L)', 'select amity.request_connection(%1$L)',
    'select amity.create_circle(''one'')', 'select amity.invite_to_circle(%2$L, %1$L)', 'select amity.invite_to_circle(%2$L, %1$L)',
    'select amity.invite_to_circle(%2$L, %1$L)', 'insert into amity.circle_members (circle_id, person_id) values (%2$L, %1$L)',
    'select amity.accept_circle_invitation(%2$L)', 'select amity.accept_circle_invitation(%2$L)', 'update amity.circle_members set status = ''member''',
    'select amity.decline_circle_invitation(%2$L)', 'select amity.leave_circle(%2$L)', 'delete from amity.circle_members where person_id = %1$L',
    'select amity.remove_from_circle(%2$L, %1$L)', 'select amity.remove_from_circle(%2$L, %1$L)', 'select amity.decline_circle_invitation(%2$L)', 'select amity.promote_in_circle(%2$L, %1$L)', 'select amity.promote_in_circle(%2$L, %1$L)',
    'select amity.demote_in_circle(%2$L, %1$L)', 'select amity.demote_in_circle(%2$L, %1$L)', 'update amity.circle_members set role = ''member'' where person_id = %1$L',
    'select amity.block(%1$L)', 'select amity.unblock(%1$L)', 'select amity.unblock(%1$L)', 'select amity.end_circle(%2$L)'
  ];
  v_circle uuid;
  v_act text;
  v_speaker uuid;
  v_error text;
begin
  done := 0;
  refused := 0;
  broke := '{}';
  for step in 1..steps loop
    select id into v_circle from amity.circles order by random() limit 1;
    v_act := v_acts[1 + floor(random() * cardinality(v_acts))::int];
    -- few circles, which last for a while
    continue when v_act ~ '(end_circle|\.block)' and random() < 0.7;
    continue when v_act ~ 'create_circle' and (select count(*) from amity.circles) > 2;
    -- half of the time a speaker who may
    select person_id into v_speaker from amity.circle_members
    where circle_id = v_circle and role = 'admin' and random() < 0.5 limit 1;
    perform speak_as(coalesce(v_speaker, v_people[1 + floor(random() * 6)::int]));
    perform set_config('amity.acts_counted', '', true);  -- each act is a transaction of its own in life
    v_error := pg_temp.said_by(format(v_act, v_people[1 + floor(random() * 6)::int], v_circle));
    done := done + (v_error is null)::int;
    refused := refused + coalesce(v_error ^@ 'PT4', false)::int;
    broke := broke || case when not v_error ^@ 'PT4' then array[v_act || ': ' || v_error] end;
    broke := broke || array(
      select 'seen across a block: ' || v_act from amity.circle_members as theirs
      join amity.blocks on blocked_id in (person_id, invited_by)
      -- an admin sees a member they blocked
      where blocked_id = invited_by or not exists (
        select from amity.circle_members as mine
        where mine.circle_id = theirs.circle_id and mine.person_id = amity.me() and mine.role = 'admin'
      )
    );
    perform be_quiet();
    if step % 25 = 0 then
      broke := broke || array(select concat_ws(' ', step, kind, invariant, detail) from amity.verify());
    end if;
    if step % 300 = 0 then
      delete from amity.people where id = v_people[1 + step / 300 % 6];
      insert into amity.people (id) values (v_people[1 + step / 300 % 6]);
    end if;
  end loop;
  return next;
end
$$;

select setseed(0.42);
create temporary table lived as select * from pg_temp.live(1500);
select cmp_ok(done, '>', 200, 'much was done') from lived;
select cmp_ok(refused, '>', 200, 'and much refused') from lived;
select is(broke, '{}', 'whatever was not done was refused, and no invariant was broken on the way') from lived;
select set_eq('select distinct action::text from amity_private.circle_members_history',
  array['founded', 'invited', 'joined', 'promoted', 'demoted', 'declined', 'withdrawn', 'left', 'removed'], 'all that can happen has happened');
select is_empty(
  $$select circle_member_id from amity_private.circle_members_history group by 1
    having array_to_string(array_agg(action order by entry), ' ') !~
      '^(invited( (declined|withdrawn))?|(founded|invited joined)( (promoted|demoted))*( (left|removed))?)$'$$,
  'each membership has lived a life that a membership can'
);
select * from finish();
rollback;
