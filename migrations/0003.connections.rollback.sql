drop function amity_private.tidy_connections();
drop function amity_private.verify_connections();
drop function amity.mutual_connections_count(uuid);
drop function amity.mutual_connections(uuid, integer, uuid);
drop function amity_private.my_mutual_connections(uuid);
drop function amity_private.connected_people(uuid);
drop view amity.connection_requests;
drop type amity.request_status;
drop view amity.my_connections;
drop function amity.pending_requests_count();
drop function amity.connection_status(uuid);
drop type amity.connection_state;
drop function amity.remove_connection(uuid);
drop function amity.cancel_connection_request(uuid);
drop function amity.reject_connection(uuid);
drop function amity.accept_connection(uuid);
drop function amity_private.say_status(uuid, amity.connections_status);
drop function amity.request_connection(uuid, text);
drop trigger _500_end_connection on amity.blocks;
drop function amity_private.tg_blocks__end_connection();
drop function amity_private.clear_ended_request(uuid, uuid);
drop function amity_private.hold_connection(uuid, uuid);
drop function amity_private.accept_asked(amity.connections, amity.cause);
drop function amity_private.refuse_request(amity.connections);
drop function amity_private.remember_connection(
  amity.connections, amity.connection_action, amity.cause, timestamptz
);
drop view amity_private.connections_drift;
drop view amity.connections_history;
drop table amity.connections;
drop function amity_private.tg_connections__ask();
drop function amity_private.tg_connections__answer();
drop function amity_private.tg_connections__leave();
drop function amity_private.tg_connections__remember();
drop function amity_private.refuse_too_many_connections(uuid, uuid);
drop function amity_private.refuse_too_many_requests(uuid);
drop function amity_private.refuse_early_request(uuid, uuid);
drop function amity_private.trim_connections_history(timestamptz);
drop function amity_private.last_connection_action(uuid);
drop table amity_private.connections_history;
drop function amity_private.reveals_rejections();
drop function amity_private.requests_open_after();
drop function amity_private.request_ttl();
drop type amity.connection_action;
drop type amity.connections_status;
delete from amity.settings where name in (
  'connections_enabled', 'connections_need_approval', 'crossing_requests', 'request_ttl', 'request_cooldown',
  'reveal_rejections', 'max_connections', 'max_pending_sent'
);
delete from amity_private.refusals where slug in (
  'self_connection', 'already_connected', 'not_connected', 'pending_request', 'request_received',
  'request_not_found', 'request_expired', 'not_pending', 'not_recipient', 'not_requester', 'cooling_down',
  'connections_disabled', 'status_invalid'
);
