-- attach_people(): the host's table says who is a person, now and as they come and go, whatever its key.
begin;
select * from no_plan();

-- Who is a person, by the key that the host knows them by.
create function pg_temp.keys() returns text[] language sql as $$
  select array_agg(key order by key collate "C") from amity.people, coalesce(host_key, id::text) as key
$$;

-- Each key is given in the order in which it sorts as text.
create function pg_temp.is_followed(key_type text, a text, b text, c text, d text) returns setof text
language plpgsql as $$
declare
  v_ids uuid[];
  v_says constant text := key_type || ': ';
begin
  execute format('create table public.users (id %s unique, name text)', key_type);
  execute format('insert into public.users values (%L, ''a''), (null, ''no key'')', a);
  return next is(amity.attach_people('public.users'), 1::bigint, v_says || 'counts the people');
  return next is(pg_temp.keys(), array[a], v_says || 'who was there is a person');

  execute format('insert into public.users values (%L, ''b'')', b);
  return next is(pg_temp.keys(), array[a, b], v_says || 'who arrives is a person');
  execute format('insert into public.users values (%L, ''c''), (%L, ''d''), (null, ''no key'')', c, d);
  return next is(pg_temp.keys(), array[a, b, c, d], v_says || 'so are many at once');
  select array_agg(id order by id) into v_ids from amity.people;

  execute format('insert into public.users values (%L, ''again'') on conflict do nothing', a);
  update public.users set name = name || '!';
  return next is(amity.attach_people('public.users'), 4::bigint, v_says || 'attached twice is once');
  return next is(array_agg(id order by id), v_ids, v_says || 'and everybody is who they were') from amity.people;
  return next is(count(*), 5::bigint, v_says || 'with one set of triggers') from pg_trigger
    where tgrelid = 'public.users'::regclass;

  return next is(amity.person_of(a), person.id, v_says || 'a key finds its person')
    from amity.people as person where coalesce(host_key, person.id::text) = a;

  execute format('delete from public.users where id = %L', a);
  return next is(pg_temp.keys(), array[b, c, d], v_says || 'who is deleted is gone');
  execute format('update public.users set id = null where id = %L', b);
  return next is(pg_temp.keys(), array[c, d], v_says || 'who loses the key is gone');
  execute format('update public.users set id = %L where name like ''b%%''', b);
  return next is(pg_temp.keys(), array[b, c, d], v_says || 'who gets one is a person');
  execute format('delete from public.users where id in (%L, %L)', b, c);
  return next is(pg_temp.keys(), array[d], v_says || 'many can go at once');
  truncate public.users;
  return next is(pg_temp.keys(), null, v_says || 'and all by truncate');

  perform amity.detach_people();
  drop table public.users;
end
$$;

select * from pg_temp.is_followed('uuid', 'a0000000-0000-4000-8000-000000000000', 'b0000000-0000-4000-8000-000000000000',
  'c0000000-0000-4000-8000-000000000000', 'd0000000-0000-4000-8000-000000000000');
select * from pg_temp.is_followed('bigint', '-1', '1', '2', '9223372036854775807');
select * from pg_temp.is_followed('integer', '1', '2', '3', '4');
select * from pg_temp.is_followed('smallint', '1', '2', '3', '4');
select * from pg_temp.is_followed('text', '''; drop table x; --', 'ben', 'carl', 'ünï');
select * from pg_temp.is_followed('varchar(20)', 'ada', 'ben', 'carl', 'dora');
select * from pg_temp.is_followed('char(5)', 'ada', 'ben', 'carl', 'dora');

select * from finish();
rollback;
