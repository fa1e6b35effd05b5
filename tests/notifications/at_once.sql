-- Where two are connected at once, the person who did not act is told, once.
begin;
select plan(13);

-- a crossing
select speak_as('ada');
select amity.request_connection(person('ben'));
select speak_as('ben');
select amity.request_connection(person('ada'));
select is(told(), '{ada request_accepted ben}', 'a request that crosses is the acceptance of the first');
select amity.remove_connection(person('ada'));

-- invites
create function pg_temp.redeemed(issuer text, redeemer text, kind amity.invite_kind) returns text[] language plpgsql as $$
declare
  v_token text;
begin
  perform speak_as(issuer);
  v_token := (amity.issue_invite(kind => redeemed.kind)).token;
  perform speak_as(redeemer);
  perform amity.redeem_invite(v_token);
  return told();
end
$$;
select is(pg_temp.redeemed('ada', 'ben', 'connect'), '{ada invite_redeemed ben}', 'an invite that connects tells its issuer');
select speak_as('ada');
select is(
  (select count(*) from amity.notifications join amity.connections on connections.id = subject_id), 1::bigint, 'it is about the connection that came of it'
);
delete from amity.invites;
select is(told(), '{ada invite_redeemed ben}', 'which stays when the invite is withdrawn');
select amity.remove_connection(person('ben'));
select is(told(), '{}', 'and not when the connection ends');
select is(pg_temp.redeemed('ada', 'ben', 'request'), '{ada request_received ben}', 'an invite to ask tells its issuer of the request');
select is(pg_temp.redeemed('ada', 'ben', 'connect'), '{ada invite_redeemed ben}', 'one that connects takes the request along');
select amity.remove_connection(person('ada'));
select speak_as('ada');
select amity.request_connection(person('ben'));
select is(pg_temp.redeemed('ada', 'ben', 'connect'), '{ada request_accepted ben}', 'where the issuer had asked, their request is accepted');
select amity.remove_connection(person('ada'));

-- what others do meanwhile tells nothing of it
select be_quiet();
create function pg_temp.meanwhile() returns trigger language plpgsql as $$
begin
  insert into amity_private.connections_history (connection_id, requester_id, recipient_id, action, actor_id, cause)
  values (gen_random_uuid(), new.requester_id, new.recipient_id, 'removed', new.recipient_id, 'user');
  return new;
end
$$;
create trigger _990_meanwhile before insert on amity.connections for each row execute function pg_temp.meanwhile();
select is(pg_temp.redeemed('ada', 'ben', 'connect'), '{ada invite_redeemed ben}', 'however much happens at the same moment');
select be_quiet();
drop trigger _990_meanwhile on amity.connections;
select speak_as('ben');
select amity.remove_connection(person('ada'));

-- a service connects
select speak_as_service();
insert into amity.connections (requester_id, recipient_id, status) values (person('ada'), person('carl'), 'accepted');
select is(told(), '{carl request_accepted ada}', 'a service that connects two in the name of one tells the other');
insert into amity.connections (requester_id, recipient_id) values (person('carl'), person('dora'));
insert into amity.connections (requester_id, recipient_id, status) values (person('dora'), person('carl'), 'accepted');
select is(told(), '{carl request_accepted ada,carl request_accepted dora}', 'where one had asked, it is they who are told');
delete from amity.connections;

-- the instant flow
select be_quiet();
update amity.settings set value = 'false' where name = 'connections_need_approval';
select speak_as('ada');
select amity.request_connection(person('ben'));
select is(told(), '{ben request_accepted ada}', 'without approval, the recipient is told that they are connected');
select be_quiet();
update amity.settings set value = 'true' where name = 'connections_need_approval';
select speak_as('ada');
select amity.request_connection(person('dora'));
select be_quiet();
update amity.settings set value = 'false' where name = 'connections_need_approval';
select speak_as('ada');
select amity.request_connection(person('dora'));
select is(told(), '{ben request_accepted ada,dora request_accepted ada}', 'also where the request had waited and is repeated');

select * from finish();
rollback;
