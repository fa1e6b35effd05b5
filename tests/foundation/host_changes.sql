-- What a host does to its table of users later: no person ends who is still in it, and a user who is deleted
-- does, or the statement is refused before anything is lost.
begin;
select plan(114);

-- Who is a person, by the key that the host knows them by.
create function pg_temp.keys() returns text[] language sql as $$
  select coalesce(array_agg(key order by key collate "C"), '{}')
  from amity.people, coalesce(host_key, id::text) as key
$$;

-- The other column of each row holds the key of the row before: whatever binds the wrong one ends
-- another person. Keys are given in the order in which they sort as text.
create function pg_temp.begin_with(key_type text, keys text[]) returns void language plpgsql as $$
begin
  execute format('create table public.users (number integer, id %s unique, other %1$s)', key_type);
  execute format('insert into public.users select i, (%2$L::text[])[i]::%1$s, (%2$L::text[])[i - 1]::%1$s
    from generate_series(1, 6) as i', key_type, keys);
  perform amity.attach_people('public.users');
  insert into amity.follows (follower_id, followed_id)
  select amity.person_of(one), amity.person_of(other)
  from unnest(keys[1:6]) as one, unnest(keys[1:6]) as other where one <> other;
end
$$;

create function pg_temp.outlives_names(v_says text, keys text[]) returns setof text language plpgsql as $$
begin
  alter table public.users rename id to user_id;
  execute format('delete from public.users where user_id = %L', keys[6]);
  return next is(pg_temp.keys(), keys[1:5], v_says || 'after a renamed column a deleted user alone ends');
  return next is(count(*), 20::bigint, v_says || 'and the ties of the others stand') from amity.follows;
  execute format('insert into public.users values (6, %L), (7, %L)', keys[6], keys[7]);
  return next is(pg_temp.keys(), keys[1:7], v_says || 'after a renamed column who signs up is a person');
  return next is(amity.attach_people('public.users', 'user_id'), 7::bigint, v_says || 'attaching by the new name is the same as once');

  alter table public.users rename user_id to swapped;
  alter table public.users rename other to user_id;
  alter table public.users rename swapped to other;
  execute format('delete from public.users where other in (%L, %L)', keys[7], keys[5]);
  return next is(pg_temp.keys(), keys[1:4] || keys[6], v_says || 'after two columns swapped names the deleted users alone end');

  alter table public.users rename to accounts;
  create schema elsewhere;
  alter table public.accounts set schema elsewhere;
  create view public.users as select number, other as id, user_id as other from elsewhere.accounts;
  execute format('delete from public.users where id = %L', keys[4]);
  return next is(pg_temp.keys(), keys[1:3] || keys[6], v_says || 'through a view in the place of a table that moved a deleted user ends');
  execute format('insert into public.users (number, id) values (5, %L)', keys[5]);
  return next is(pg_temp.keys(), keys[1:3] || keys[5:6], v_says || 'and who signs up is a person');
  drop view public.users;
  alter table elsewhere.accounts set schema public;
  alter table public.accounts rename to users;
  drop schema elsewhere;
  alter table public.users rename other to id;

  execute format('with moved as (delete from public.users where id = %L returning *)
    insert into public.users select * from moved', keys[1]);
  return next is(pg_temp.keys(), keys[1:3] || keys[5:6], v_says || 'a row that one statement deletes and inserts is still a person');
  return next is(count(*), 6::bigint, v_says || 'who was there all along keeps their ties') from amity.follows;
end
$$;

create function pg_temp.outlives_columns(v_says text, key_type text, keys text[]) returns setof text language plpgsql as $$
declare
  v_ids uuid[];
  v_detail text;
begin
  begin
    alter table public.users alter column id type varchar(99);
  exception
    when feature_not_supported then get stacked diagnostics v_detail = pg_exception_detail;
  end;
  return next matches(v_detail, 'detach_people\(\), alter, attach_people\(\)', v_says || 'retyping the key says what to do');
  return next throws_ok('alter table public.users drop column id', '2BP01', null, v_says || 'the key column is not dropped under its people');

  alter table public.users drop column id cascade;
  return next refused('delete from public.users', 'key_lost', v_says || 'without its key no user is deleted');
  return next refused('insert into public.users (number) values (0)', 'key_lost', v_says || 'nor signed up');
  return next refused('truncate public.users', 'key_lost', v_says || 'nor all of them deleted');
  execute format('alter table public.users add column id %s unique', key_type);
  return next refused('delete from public.users', 'key_lost', v_says || 'a new column of that name is not taken for the key');
  update public.users set id = null;
  execute format('update public.users set id = (%L::text[])[number]::%s', keys, key_type);
  select array_agg(id order by id) into v_ids from amity.people;
  return next is(amity.attach_people('public.users'), 5::bigint, v_says || 'the new column can be attached');
  return next is(array_agg(id order by id), v_ids, v_says || 'and everybody is who they were') from amity.people;
  return next is(count(*), 6::bigint, v_says || 'with the ties that they had') from amity.follows;
  execute format('delete from public.users where id in (%L, %L)', keys[5], keys[6]);
  return next is(pg_temp.keys(), keys[1:3], v_says || 'who is deleted then ends');

  perform amity.detach_people();
  drop table public.users;
  delete from amity.people;
end
$$;

create function pg_temp.outlives(key_type text, keys text[]) returns setof text language plpgsql as $$
begin
  perform pg_temp.begin_with(key_type, keys);
  return query select * from pg_temp.outlives_names(key_type || ': ', keys);
  return query select * from pg_temp.outlives_columns(key_type || ': ', key_type, keys);
end
$$;

select * from pg_temp.outlives('uuid', array(select format('%s0000000-0000-4000-8000-000000000000', i) from generate_series(1, 7) as i));
select outcome
from unnest(array['bigint', 'integer', 'text', 'varchar(20)', 'char(9)']) as key_type,
  pg_temp.outlives(key_type, array(select i::text from generate_series(1, 7) as i)) as outcome;

select * from finish();
rollback;
