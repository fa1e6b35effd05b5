-- A suggested person has no tie and no block with me, whatever is set, however old the tie is and
-- whichever of the two began it; and a person without any is suggested.
begin;
select plan(17);

-- All of them are friends of a friend of mine.
insert into amity.connections (requester_id, recipient_id, status)
values (person('me'), person('friend'), 'accepted');
create temporary table candidates as
select format('%s %s, %s', tie, began, age) as name, tie, began, age
from unnest('{nothing,pending,accepted,blocked,dismissed}'::text[]) as tie,
  unnest('{by me,by them}'::text[]) as began, unnest('{new,old}'::text[]) as age;
insert into amity.connections (requester_id, recipient_id, status)
select person('friend'), person(name), 'accepted' from candidates;

create function pg_temp.made(name text, tie text, began text, age text) returns void language plpgsql as $$
declare
  v_one constant uuid := person(case began when 'by me' then 'me' else name end);
  v_other constant uuid := person(case began when 'by me' then name else 'me' end);
  v_moment constant timestamptz := case age when 'new' then now() else now() - interval '1 year' end;
begin
  case tie
    when 'pending' then
      insert into amity.connections (requester_id, recipient_id, requested_at) values (v_one, v_other, v_moment);
    when 'accepted' then
      insert into amity.connections (requester_id, recipient_id, status, requested_at, responded_at)
      values (v_one, v_other, 'accepted', v_moment, v_moment);
    when 'blocked' then
      insert into amity.blocks (blocker_id, blocked_id, created_at) values (v_one, v_other, v_moment);
    when 'dismissed' then
      insert into amity.dismissed_suggestions (owner_id, person_id) values (v_one, v_other);
    else null;
  end case;
end
$$;
select pg_temp.made(name, tie, began, age) from candidates;

-- What others have with them is nothing to me.
insert into amity.blocks (blocker_id, blocked_id)
select person(name), person('far') from candidates union all select person('away'), person(name) from candidates;
insert into amity.dismissed_suggestions (owner_id, person_id) select person('other'), person(name) from candidates;
insert into amity.connections (requester_id, recipient_id) select person(name), person('other') from candidates;
insert into amity.connections (requester_id, recipient_id) select person('another'), person(name) from candidates;

-- Candidates without a tie are suggested, those who dismissed me, and where requests expire those with an old one.
create function pg_temp.wrong(ttl text) returns setof text language plpgsql as $$
declare
  v_suggested uuid[];
begin
  perform speak_as('me');
  v_suggested := array(select person_id from amity.connection_suggestions(1000));
  perform be_quiet();
  return query select name from candidates
  where (person(name) = any (v_suggested)) <> (
    tie = 'nothing' or (tie, began) = ('dismissed', 'by them') or (tie, age) = ('pending', 'old') and ttl is not null
  );
  return query select 'a stranger' where exists (select unnest(v_suggested) except select person(name) from candidates);
end
$$;
create function pg_temp.checked(ttl text, crossing text, approval text, enabled text) returns text language plpgsql as $$
begin
  perform amity.set_setting('request_ttl', ttl), amity.set_setting('crossing_requests', crossing),
    amity.set_setting('connections_need_approval', approval), amity.set_setting('connections_enabled', enabled);
  return is(array(select pg_temp.wrong(ttl)), '{}', concat_ws(', ', 'ttl ' || coalesce(ttl, 'none'), crossing, approval, enabled));
end
$$;
select pg_temp.checked(ttl, crossing, approval, enabled)
from unnest(array['7 days', null]) as ttl, unnest('{accept,refuse}'::text[]) as crossing,
  unnest('{true,false}'::text[]) as approval, unnest('{true,false}'::text[]) as enabled;

select is(count(*), 20::bigint, 'of twenty') from candidates;

select * from finish();
rollback;
