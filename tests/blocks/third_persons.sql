-- A block between one of two people and a third is nothing to the two: whatever they do, read and
-- are counted as is the same with it, and when it comes and goes in between.
begin;
select plan(5);

-- Eve knows both; Cleo and Dora know neither, block them, and are blocked by them.
select person(name) from unnest('{ada,ben,cleo,dora,eve,fay,gus}'::text[]) as name;
insert into amity.connections (requester_id, recipient_id, status)
values (person('ada'), person('eve'), 'accepted'), (person('eve'), person('ben'), 'accepted');

-- Fay and Gus have whatever the two have, and it stays as it is.
select speak_as('fay');
select amity.request_connection(person('gus')), amity.follow(person('gus')), amity.create_label_type('mentor'), amity.issue_invite();
select speak_as('gus');
select amity.accept_connection(person('fay')), amity.follow(person('fay')), amity.step_back_from(person('fay'));
select speak_as('fay');
select amity.label_person(person('gus')), amity.step_back_from(person('gus')), amity.create_circle('others');
select amity.invite_to_circle(id, person('gus')) from amity.circles;
insert into amity.dismissed_suggestions (owner_id, person_id) values (person('fay'), person('eve'));
select be_quiet();

create table public.posts (author_id uuid);
insert into public.posts values (person('ada')), (person('ben'));
select amity.guard_table('public.posts', 'author_id', 'connections');
grant select on public.posts to authenticated;
select amity.set_setting(name, 'true') from unnest('{leaderboard_enabled,counts_are_public}'::text[]) as name;

create function pg_temp.blocks_of_others() returns void language plpgsql as $$
begin
  perform be_quiet();
  insert into amity.blocks (blocker_id, blocked_id)
  select person(one), person(other)
  from (values ('cleo', 'ada'), ('cleo', 'ben'), ('ada', 'dora'), ('ben', 'dora')) as pairs (one, other)
  where not exists (select from amity.blocks where (blocker_id, blocked_id) = (person(one), person(other)));
end
$$;
create function pg_temp.no_blocks_of_others() returns void language plpgsql as $$
begin
  perform be_quiet();
  delete from amity.blocks where person('cleo') = blocker_id or person('dora') = blocked_id;
end
$$;

-- what they do, in this order; each step with what stands between them at that moment
create temporary table steps (step integer generated always as identity, who text, act text);
insert into steps (who, act) values
  ('ada', 'amity.request_connection(:ben, $a$hi$a$)'), ('ben', 'amity.reject_connection(:ada)'),
  ('ada', 'amity.request_connection(:ben)'), ('ada', 'amity.annotate_request(:request, $a$soon$a$)'), ('ada', 'amity.cancel_connection_request(:ben)'),
  ('ben', 'amity.request_connection(:ada)'), ('ada', 'amity.accept_connection(:ben)'),
  ('ada', 'amity.step_back_from(:ben)'), ('ada', 'amity.follow(:ben)'), ('ben', 'amity.follow(:ada)'),
  ('ben', 'amity.step_back_from(:ada)'), ('ada', 'amity.change_step_back(:ben, null, $a$tired$a$)'),
  ('ada', 'amity.return_to(:ben)'), ('ada', 'amity.step_back_from(:ben)'),
  ('ada', 'amity.create_label_type($a$mentor$a$)'), ('ada', 'amity.label_person(:ben, :type, $a$wise$a$)'),
  ('ada', 'amity.change_label_type(:type, $a$teacher$a$)'), ('ben', 'amity.label_person(:ada, null, $a$kind$a$)'),
  ('ada', 'amity.relabel_person(:ben, :type, $a$old$a$)'),
  ('ada', 'amity.create_circle($a$mentors$a$, null, :type)'), ('ada', 'amity.create_circle($a$climbers$a$)'), ('ada', 'amity.invite_to_circle(:circle, :ben)'),
  ('ben', 'amity.decline_circle_invitation(:circle)'), ('ada', 'amity.invite_to_circle(:circle, :ben)'),
  ('ben', 'amity.accept_circle_invitation(:circle)'), ('ada', 'amity.promote_in_circle(:circle, :ben)'),
  ('ben', 'amity.change_circle(:circle, $a$hikers$a$, null)'), ('ada', 'amity.demote_in_circle(:circle, :ben)'),
  ('ben', 'amity.leave_circle(:circle)'), ('ada', 'amity.invite_to_circle(:circle, :ben)'),
  ('ben', 'amity.accept_circle_invitation(:circle)'), ('ada', 'amity.unfollow(:ben)'),
  ('ben', 'amity.remove_connection(:ada)'), ('ben', 'amity.unfollow(:ada)'),
  ('ada', 'amity.dismiss_suggestion(:ben)'), ('ada', 'amity.restore_suggestion(:ben)'),
  ('ben', 'amity.dismiss_suggestion(:ada)'),
  ('ada', 'length(set_config($a$test.token$a$, (amity.issue_invite()).token, true))'),
  ('ben', 'amity.redeem_invite(current_setting($a$test.token$a$))'), ('ada', 'amity.revoke_invite(:invite)'),
  ('ben', 'amity.follow(:ada)'), ('ben', 'amity.step_back_from(:ada)'), ('ada', 'amity.remove_connection(:ben)'),
  ('ada', 'amity.remove_follower(:ben)'), ('ada', 'amity.follow(:ben)'), ('ada', 'amity.remove_from_circle(:circle, :ben)'),
  ('ada', 'amity.end_circle(:circle)'), ('ben', 'amity.unlabel_person(:ada)'), ('ada', 'amity.delete_label_type(:type)'),
  ('ada', 'amity.block(:ben)'), ('ben', 'amity.request_connection(:ada)'), ('ada', 'amity.unblock(:ben)'),
  ('ada', 'amity.read_notifications()'), ('ben', 'amity.delete_notifications(array[:circle])'),
  ('ada', 'amity.request_connection(:ben)'), ('ben', 'amity.request_connection(:ada)');

-- what both can read
create temporary table reads (read text);
insert into reads values
  ('amity.can_find(:other)'), ('amity.find_person((:other)::text)'), ('amity.can_see_posts_of(:other)'), ('amity.can_view_profile(:other)'), ('amity.circle_mates()'), ('amity.circle_people(:circle)'),
  ('amity.connected_people()'), ('amity.connection_status(:other)'), ('amity.connection_suggestions()'),
  ('amity.connections_at(:me, now())'), ('amity.counts_of(:other)'), ('amity.counts_of(:me)'), ('amity.followed_people()'),
  ('amity.is_labelled_by(:other, :type)'), ('amity.is_stepped_back_from(:other)'), ('amity.leaderboard()'), ('amity.list_badges()'),
  ('amity.list_circle_invitations()'), ('amity.list_circle_invited(:circle)'), ('amity.list_circle_members(:circle)'),
  ('amity.list_circles()'), ('amity.list_dismissed_suggestions()'), ('amity.list_labels()'), ('amity.list_labels_of_type(:type)'), ('amity.list_step_backs()'),
  ('amity.incoming_requests()'), ('amity.list_connections()'), ('amity.list_connections_history()'),
  ('amity.list_follows_history()'), ('amity.list_requests()'), ('amity.outgoing_requests()'), ('amity.sent_requests()'),
  ('amity.mutual_connections(:other)'), ('amity.mutual_connections_count(:other)'), ('amity.my_counters()'), ('amity.my_counts()'), ('amity.my_quotas()'), ('amity.profiles_of(array[:me, :other])'),
  ('amity.pending_requests_count()'), ('amity.quiet_people()'), ('amity.relations_with(array[:other], true)'), ('public.posts'),
  ('jsonb_each(amity.export_person(:me)) where key !~ $a$^blocks$a$');
insert into reads select format('amity.%I', relname) from pg_class
where relnamespace = 'amity'::regnamespace and relkind in ('r', 'v') and relname !~ '^blocks|^people$'
  and has_any_column_privilege('authenticated', oid, 'select');
-- of a row in which all people are the other one
insert into reads
select format('%s(jsonb_populate_record(null::%s, jsonb_build_object(%s)))', pg_proc.oid::regproc, typrelid::regclass, string_agg(format('%L, :other', attname), ', '))
from pg_proc join pg_type on pg_type.oid = proargtypes[0] join pg_attribute on attrelid = typrelid and atttypid = 'uuid'::regtype
where pronamespace = 'amity'::regnamespace and pronargs = 1 and typrelid <> 0
  and has_function_privilege('authenticated', pg_proc.oid, 'execute')
group by pg_proc.oid, typrelid;

select is_empty(
  $$select oid::regprocedure from pg_proc
    where pronamespace = 'amity'::regnamespace and has_function_privilege('authenticated', oid, 'execute')
      and proname <> all ('{join,list_blocks,me,uuid_v7}')
      and not exists (select from (select act from steps union all select read from reads) as said (text) where text ~ ('amity.' || proname || '\('))$$,
  'they do and read whatever people can'
);

create function pg_temp.filled(statement text, me text) returns text language plpgsql as $$
declare
  v_found record;
begin
  for v_found in
    select ':' || name as word, format('%L::uuid', person(name)) as value from unnest('{ada,ben}'::text[]) as name
    union all select ':me', format('%L::uuid', person(me))
    union all select ':other', format('%L::uuid', person(case me when 'ada' then 'ben' else 'ada' end))
    union all select ':type', format('%L::uuid', (select id from amity.label_types where owner_id = person('ada')))
    union all select ':circle', format('%L::uuid', (select id from amity.circles where name <> all ('{others,mentors}')))
    union all select ':request', format('%L::uuid', (select id from amity.connections where requester_id = person('ada') and recipient_id = person('ben')))
    union all select ':invite', format('%L::uuid', (select id from amity.invites where issuer_id = person('ada')))
  loop
    statement := regexp_replace(statement, v_found.word || '\M', v_found.value, 'g');
  end loop;
  return statement;
end
$$;
-- What comes of it, without what is another each time: moments, and ids of rows.
create function pg_temp.said_of(who text, statement text) returns text language plpgsql as $$
declare
  v_rows text;
  v_state text;
  v_slug text;
begin
  begin
    statement := pg_temp.filled(statement, who);
    perform speak_as(who);
    execute format('select string_agg(to_jsonb(t)::text, E''\n'' order by to_jsonb(t)::text) from (select * from %s) as t', statement) into v_rows;
    perform be_quiet();
  exception when others then
    get stacked diagnostics v_state = returned_sqlstate, v_slug = pg_exception_detail;
    v_rows := concat_ws(' ', v_state, v_slug); end;
  select replace(v_rows, person(name)::text, name) into v_rows from unnest('{ada}'::text[]) as name;
  v_rows := replace(replace(v_rows, person('ben')::text, 'ben'), person('eve')::text, 'eve');
  return regexp_replace(regexp_replace(v_rows, '[0-9a-f-]{36}', 'id', 'g'), '\d{4}-\d\d-\d\dT[0-9:.+]+', 'moment', 'g');
end
$$;

-- Every row that names Fay or Gus, and their circle.
create function pg_temp.of_others() returns text language plpgsql as $$
declare
  v_table regclass;
  v_rows text;
  v_all text := '';
begin
  for v_table in
    select oid from pg_class where relnamespace in ('amity'::regnamespace, 'amity_private'::regnamespace) and relkind = 'r' order by oid
  loop
    execute format(
      'select string_agg(t::text, E''\n'' order by t::text) from %s as t where t::text ~ %L',
      v_table, concat_ws('|', person('fay'), person('gus'), (select id from amity.circles where name = 'others'))
    ) into v_rows;
    v_all := concat(v_all, v_rows);
  end loop;
  return v_all;
end
$$;

-- The whole story, undone: what each step came to, and everything that could be read on the way.
create function pg_temp.story(how text) returns table (step integer, who text, statement text, said text) language plpgsql as $$
declare
  v_told jsonb := '[]';
  v_others constant text := pg_temp.of_others();
  v_step record;
  v_read record;
begin
  begin
    for v_step in select * from steps order by steps.step loop
      if how = 'throughout' or how = 'now and then' and v_step.step % 2 = 0 then
        perform pg_temp.blocks_of_others();
      elsif how = 'now and then' then
        perform pg_temp.no_blocks_of_others();
      end if;
      v_told := v_told || jsonb_build_array(jsonb_build_array(v_step.step, v_step.who, v_step.act, pg_temp.said_of(v_step.who, v_step.act)));
      if v_step.step % 9 = 0 then
        for v_read in select read, name from reads cross join unnest('{ada,ben}'::text[]) as name loop
          v_told := v_told || jsonb_build_array(jsonb_build_array(v_step.step, v_read.name, v_read.read, pg_temp.said_of(v_read.name, v_read.read)));
        end loop;
      end if;
    end loop;
    v_told := v_told || jsonb_build_array(jsonb_build_array(0, 'others', 'have what they had', (pg_temp.of_others() = v_others)::text));
    raise exception using errcode = 'UNDO0';
  exception when sqlstate 'UNDO0' then null; end;
  return query select (t ->> 0)::integer, t ->> 1, t ->> 2, t ->> 3 from jsonb_array_elements(v_told) as t;
end
$$;
create temporary table alone as select * from pg_temp.story('alone');
select results_eq(
  $$select act, said from alone join steps using (step) where statement = act and said ~ '^(PT)?[0-9A-Z]{3,5} ' or said ~ '^[0-9]{2}[0-9A-Z]{3} '$$,
  $$values ('amity.request_connection(:ada)', 'PT404 person_not_found')$$, 'all of it is done, but for what a block of their own refuses'
);
select is((select said from alone where who = 'others'), 'true', 'nothing of it is anything to two others');
select is_empty(
  format($$select step, who, statement, said, wanted from pg_temp.story(%L)
    join (select step, who, statement, said as wanted from alone) as alone using (step, who, statement)
    where said is distinct from wanted$$, how),
  'all is the same with blocks of others ' || how
) from unnest('{throughout,now and then}'::text[]) as how;

select * from finish();
rollback;
