-- superuser
-- A new user is a person when the host's own triggers run, and there is no person without a row.
begin;
select plan(29);

create table public.users (
  id uuid unique, email text unique, name text,
  gone integer, logins smallint default 3, flag boolean default true, kind "char" default 'x', score float8 default 'NaN',
  amount numeric(12, 2) default 1.10, about jsonb default '{"a": [1]}', tags text[] default '{a,b}', photo bytea,
  initial text generated always as (left(email, 1)) stored
);
alter table public.users drop column gone;
create table public.profiles (person_id uuid primary key references amity.people, made_by text, among bigint);
insert into public.users (id, email) values (tap.person('founder'), 'founder');
select amity.attach_people('public.users');

-- as most sites have one: a profile, and the new account follows the founder
create function public.tg_welcome() returns trigger language plpgsql security definer as $$
begin
  insert into public.profiles select new.id, tg_name, count(*) from amity.people having new.id is not null on conflict do nothing;
  if new.id is not null and not exists (select from amity.follows where follower_id = new.id) then
    insert into amity.follows (follower_id, followed_id) values (new.id, tap.person('founder'));
  end if;
  return null;
end
$$;
create trigger "!" after insert on public.users for each row execute function public.tg_welcome();
create trigger "0" after insert on public.users for each row execute function public.tg_welcome();
create trigger "AAA" after insert on public.users for each row execute function public.tg_welcome();
create trigger on_user_created after insert on public.users for each row execute function public.tg_welcome();

create function pg_temp.id(name text) returns uuid language sql as $$select md5('person:' || name)::uuid$$;
create function pg_temp.is_person(name text) returns boolean language sql as $$
  select exists (select from amity.people where id = pg_temp.id(name))
$$;

create role signup;
grant usage on schema public to signup;
grant select, insert, update, delete on public.users to signup;
set local role signup;
select lives_ok($$insert into public.users values (md5('person:ada')::uuid, 'ada')$$, 'a user signs up');
select be_quiet();
select results_eq('select made_by from public.profiles', $$values ('!')$$, 'the host''s first trigger finds the person');
select is(count(*), 1::bigint, 'who follows the founder already') from amity.follows where follower_id = pg_temp.id('ada');

select lives_ok($$
  insert into public.users (id, email, photo)
  select pg_temp.id('many' || i), 'many' || i, decode(repeat(md5(i::text), 5000), 'hex') from generate_series(1, 50) as i
$$, 'many sign up in one statement');
select is(among, 52::bigint, 'at the first of them all are people') from public.profiles where person_id = pg_temp.id('many1');
select is(count(*), 50::bigint, 'and each follows the founder') from amity.follows
where follower_id in (select pg_temp.id('many' || i) from generate_series(1, 50) as i);

-- rows that are not inserted, or not as they were sent
insert into public.users (id, email) values (pg_temp.id('late'), 'ada'), (pg_temp.id('ben'), 'ben')
on conflict (email) do nothing;
select is(pg_temp.is_person('late'), false, 'who is not inserted for a conflict is no person');
select is(pg_temp.is_person('ben'), true, 'and who comes along with them is');
insert into public.users (id, email) values (pg_temp.id('late'), 'ada'), (pg_temp.id('carl'), 'carl')
on conflict (email) do update set name = 'again';
select is(pg_temp.is_person('late'), false, 'who updates another row is no person');
select is(pg_temp.is_person('carl'), true, 'and who comes after them is');
merge into public.users using (values ('ada'), ('dora')) as given (email) on users.email = given.email
when matched then update set name = 'merged' when not matched then insert (id, email) values (pg_temp.id('dora'), given.email);
select is(pg_temp.is_person('dora'), true, 'who is merged in is a person');
insert into public.users (id, email) values (null, 'null'), (pg_temp.id('erin'), 'erin');
select is(pg_temp.is_person('erin'), true, 'who comes after a user without a key is a person');

create function public.tg_vet() returns trigger language plpgsql as $$
begin
  if new.name = 'spam' then
    return null;
  elsif new.name = 'rewrite' then
    new.id := md5('person:rewritten')::uuid;
  end if;
  return new;
end
$$;
create trigger vet before insert on public.users for each row execute function public.tg_vet();
insert into public.users (id, email, name) values
  (pg_temp.id('spammer'), 'spammer', 'spam'), (pg_temp.id('sent'), 'sent', 'rewrite'), (pg_temp.id('frank'), 'frank', null);
select is(pg_temp.is_person('spammer'), false, 'a user the host vetoes is no person');
select is(pg_temp.is_person('sent'), false, 'a key that the host rewrites is none');
select is(pg_temp.is_person('rewritten'), true, 'the key that it wrote is');
select is(pg_temp.is_person('frank'), true, 'and so is who comes after them');

with one as (insert into public.users (id, email) values (pg_temp.id('one'), 'one'))
insert into public.users (id, email) values (pg_temp.id('two'), 'two');
select ok(pg_temp.is_person('one') and pg_temp.is_person('two'), 'two inserts in one statement bring both');
select throws_ok(
  $$insert into public.users (id, email) values (pg_temp.id('undone'), 'undone'), (pg_temp.id('twice'), 'ada')$$,
  '23505', null, 'a statement that fails'
);
select is(pg_temp.is_person('undone'), false, 'makes no person');
select set_eq('select id from amity.people', 'select id from public.users where id is not null', 'people are who has a row');

-- deleting
create table public.log (line text);
create function public.tg_farewell() returns trigger language plpgsql security definer as $$
begin
  insert into public.log select tg_name || ': ' || count(*) from amity.people where id = pg_temp.id('ada');
  if tg_level = 'ROW' then
    delete from public.profiles where person_id = old.id;
    if old.name = 'stays' then
      insert into public.users values (old.id, old.email, old.name);
    end if;
  end if;
  return null;
end
$$;
create trigger farewell after delete on public.users for each row execute function public.tg_farewell();
create trigger "!!" after delete on public.users for each statement execute function public.tg_farewell();
set local role signup;
select lives_ok($$delete from public.users where email = 'ada'$$, 'an account ends whose profile goes by a trigger of the host');
select be_quiet();
select is(pg_temp.is_person('ada'), false, 'who is deleted is no person');
select results_eq(
  'select line from public.log', $$values ('farewell: 1'), ('!!: 0')$$,
  'triggers of a row can still tell who leaves, what follows the rows finds no person'
);
update public.users set name = 'stays' where email = 'ben';
delete from public.users where email in ('ben', 'carl');
select is(pg_temp.is_person('carl'), false, 'of two who are deleted one ends');
select is(pg_temp.is_person('ben'), true, 'and a user the host puts back stays');
select is(count(*), 1::bigint, 'with their ties') from amity.follows where follower_id = pg_temp.id('ben');
create trigger keep before delete on public.users for each row when (old.email = 'dora') execute function public.tg_vet();
create or replace function public.tg_vet() returns trigger language plpgsql as 'begin return null; end';
delete from public.users where email in ('dora', 'erin');
select ok(pg_temp.is_person('dora') and not pg_temp.is_person('erin'), 'a user the host does not delete stays');

insert into amity.people (id) values (pg_temp.id('by herself'));
truncate public.profiles, public.users;
select results_eq('select id from amity.people', $$values (pg_temp.id('by herself'))$$, 'truncate ends the users it deletes, and no other person');
select is(count(*), 0::bigint, 'with every tie') from amity.follows;

select * from finish();
rollback;
