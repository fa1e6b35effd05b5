revoke update (status) on amity.connection_requests from authenticated, service_role;
revoke insert (requester_id, recipient_id, status, message) on amity.connection_requests
  from authenticated, service_role;
drop trigger _500_answer on amity.connection_requests;
drop trigger _500_ask on amity.connection_requests;
drop trigger _000_require_speaker on amity.connection_requests;
drop function amity_private.tg_connection_requests__answer();
drop function amity_private.tg_connection_requests__ask();
drop function amity_private.request_of(amity.connections);
drop function amity_private.connection_status_of(amity.request_status);
delete from amity_private.refusals where slug = 'answer_invalid';
drop view amity.friendships;
drop function amity_private.tg_friendships__remove();
drop function amity_private.tg_friendships__step_back();
drop function amity_private.tg_friendships__answer();
drop function amity_private.tg_friendships__ask();
drop type amity.friendship_status;
