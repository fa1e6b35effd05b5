create or replace trigger _700_keep_pace
before insert on amity.circles
for each row execute function amity_private.tg_limits__keep_pace('circle');

-- the first admin comes with the circle
create or replace trigger _700_keep_pace
before insert on amity.circle_members
for each row when (new.status = 'invited')
execute function amity_private.tg_limits__keep_pace('circle');
