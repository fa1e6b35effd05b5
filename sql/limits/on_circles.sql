-- Circles are limited, and invitations to them by a rate of their own.
create or replace trigger _700_consume_rate_limit
before insert on amity.circles
for each row execute function amity_private.tg_limits__consume_rate_limit('circle');

-- the first admin comes with the circle
create or replace trigger _700_consume_rate_limit
before insert on amity.circle_members
for each row when (new.status = 'invited')
execute function amity_private.tg_limits__consume_rate_limit('circle_invitation');
