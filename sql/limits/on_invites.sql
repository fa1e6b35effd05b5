-- Issuing is limited. Trying tokens is not: there are 2^256 of them.
create or replace trigger _700_keep_pace
before insert on amity.invites
for each row execute function amity_private.tg_limits__keep_pace('invite');
