-- The host's table of users, followed. Uuid keys become the person's id; others are mapped by
-- host_key.

create or replace function amity_private.tg_host__arrive() returns trigger
language plpgsql volatile security definer  -- whoever signs somebody up may not write amity.people
set search_path = pg_catalog, pg_temp
as $$
begin
  execute format(
    'insert into amity.people (%1$I) select %2$I::%3$s from arrived where %2$I is not null '
    'on conflict do nothing',
    tg_argv[0], tg_argv[1], tg_argv[2]
  );
  return null;
end;
$$;

create or replace function amity_private.tg_host__leave() returns trigger
language plpgsql volatile security definer  -- as above
set search_path = pg_catalog, pg_temp
as $$
begin
  if tg_op = 'TRUNCATE' then
    -- nobody is left to compare with: everybody whom the table had brought is gone
    delete from amity.people where tg_argv[0] = 'id' or host_key is not null;
  else
    execute format(
      'delete from amity.people where %1$I in (select %2$I::%3$s from gone)',
      tg_argv[0], tg_argv[1], tg_argv[2]
    );
  end if;
  return null;
end;
$$;

create or replace function amity_private.tg_host__rename() returns trigger
language plpgsql volatile security definer  -- as above
set search_path = pg_catalog, pg_temp
as $$
declare
  v_old text;
  v_new text;
begin
  -- cast as arrive and leave cast it: char(n) loses its padding on the way
  execute format('select ($1).%1$I::%2$s::text, ($2).%1$I::%2$s::text', tg_argv[1], tg_argv[2])
    into v_old, v_new using old, new;
  if v_new is null then
    execute format('delete from amity.people where %I::text = $1', tg_argv[0]) using v_old;
  elsif v_old is null then
    execute format('insert into amity.people (%I) values ($1::%s) on conflict do nothing',
      tg_argv[0], tg_argv[2]) using v_new;
  elsif tg_argv[0] = 'id' then
    perform amity_private.refuse('key_changed');
  else
    update amity.people set host_key = v_new where host_key = v_old;
  end if;
  return null;
end;
$$;

revoke execute on function amity_private.tg_host__arrive() from public;
revoke execute on function amity_private.tg_host__leave() from public;
revoke execute on function amity_private.tg_host__rename() from public;
comment on function amity_private.tg_host__arrive() is
  'Whoever is inserted into the host''s table becomes a person.';
comment on function amity_private.tg_host__leave() is
  'Whoever is deleted from the host''s table ends here, with every tie.';
comment on function amity_private.tg_host__rename() is
  'A changed key is followed; a changed uuid is refused: key_changed.';
