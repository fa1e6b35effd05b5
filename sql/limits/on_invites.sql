-- Issuing is limited. Trying tokens is not: there are 2^256 of them.
create or replace trigger _700_consume_rate_limit
before insert on amity.invites
for each row execute function amity_private.tg_limits__consume_rate_limit('invite');
