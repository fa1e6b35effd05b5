-- superuser
-- attach_people() again puts right what is missing, off, or of another making.
begin;
select plan(15);

create function pg_temp.is_followed(says text) returns setof text language plpgsql as $$
begin
  return next is(amity.attach_people('public.users'), (select count(*) from public.users), says || ': can be attached again');
  insert into public.users values (1000);
  return next isnt(amity.person_of('1000'), null, says || ': who signs up then is a person');
  update public.users set id = 2000 where id = 1000;
  delete from public.users where id = 2000;
  return next is(amity.person_of('1000'), null, says || ': and changes and ends as they do') from (select 1) as one
    where amity.person_of('2000') is null;
end
$$;

create table public.users (id bigint primary key);
insert into public.users select generate_series(1, 3);
select amity.attach_people('public.users');

-- as after a restore of amity's schemas alone
do $$
declare
  v_name name;
begin
  for v_name in select tgname from pg_trigger where tgrelid = 'public.users'::regclass loop
    execute format('drop trigger %I on public.users', v_name);
  end loop;
end
$$;
insert into public.users values (4);
select pg_temp.is_followed('without triggers');

alter table public.users disable trigger user;
insert into public.users values (5);
select pg_temp.is_followed('with triggers off');

set local session_replication_role = replica;
insert into public.users values (6);
set local session_replication_role = origin;
select pg_temp.is_followed('after rows came by replication');

create or replace trigger " amity_100_leave" after delete on public.users referencing old table as gone
for each statement execute function amity_private.tg_host__leave('id', 'uuid');
select pg_temp.is_followed('with a trigger of another making');

select is(amity.attach_people('public.users'), 6::bigint, 'no user is left out');
alter trigger " amity_100_leave" on public.users rename to theirs;
select amity.detach_people();
select is_empty($$select tgname from pg_trigger where tgrelid = 'public.users'::regclass$$, 'a trigger that the host renamed goes as well');
select is(amity.attach_people('public.users'), 6::bigint, 'attached anew, everybody is who they were');

select * from finish();
rollback;
