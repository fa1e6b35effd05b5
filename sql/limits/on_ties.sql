-- After the rules of the table itself: what they refuse is never counted, and a person who blocked
-- is not told apart from an unknown id by it. A request that crosses, and an invite that is
-- redeemed, are counted like any.
create or replace trigger _700_consume_rate_limit
before insert on amity.connections
for each row execute function amity_private.tg_limits__consume_rate_limit('request');

create or replace trigger _700_consume_rate_limit
before insert on amity.follows
for each row execute function amity_private.tg_limits__consume_rate_limit('follow');
