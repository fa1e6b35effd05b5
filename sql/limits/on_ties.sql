-- After the rules of the table itself: what they refuse is never counted, and a person who blocked
-- is not told apart from an unknown id by it. An invite that is redeemed is counted like a request;
-- one that crosses is not: the row is then the request of the other person, which it accepts.
create or replace trigger _700_consume_rate_limit
before insert on amity.connections
for each row
execute function amity_private.tg_limits__consume_rate_limit('request', 'requester_id');

create or replace trigger _700_consume_rate_limit
before insert on amity.follows
for each row execute function amity_private.tg_limits__consume_rate_limit('follow');
