-- The host's table of users, followed. Uuid keys become the person's id; others are mapped by
-- host_key.

-- Fires for each row, and before the host's own triggers do: they may already make the new person a
-- profile, or let them follow another. All who came in one statement become people at its
-- first row, which costs little; the other rows only see that they are not that one.
-- A row that is inserted into the host's table becomes a person. Refuses: key_lost.
create or replace function amity_private.tg_host__arrive() returns trigger
language plpgsql volatile security definer  -- who signs users up may not write amity.people
set search_path = pg_catalog, pg_temp
as $$
declare
  v_came uuid[];
begin
  if (select arrived *= new from arrived limit 1) then
    execute format(
      'with came as (insert into amity.people (%1$I) select arrived.%2$I::%3$s from arrived '
      'where arrived.%2$I is not null '
      -- as in attach_people()
      'and (not exists (select from amity_private.forgotten_people) '
      'or not amity_private.is_forgotten(arrived.%2$I::%3$s::text)) on conflict do nothing '
      'returning id) select array(select id from came)',
      tg_argv[0], amity_private.require_followed_column(tg_relid), tg_argv[1]
    ) into v_came;
    perform amity_private.end_forgotten(v_came);
  end if;
  return null;
end;
$$;

-- Fires after the rows: the host's foreign keys and triggers have let go of the person by then. A
-- key that is in the table all the same was put back, or moved, by the same statement.
-- A person whose row the host deletes ends here, with every tie. Refuses: key_lost.
create or replace function amity_private.tg_host__leave() returns trigger
language plpgsql volatile security definer  -- as above
set search_path = pg_catalog, pg_temp
as $$
declare
  v_leaving uuid[];
begin
  execute format(
    'select array(select people.id from amity.people join gone on people.%1$I = gone.%2$I::%3$s '
    'where not exists (select from only %4$s as users where users.%2$I = gone.%2$I))',
    tg_argv[0], amity_private.require_followed_column(tg_relid), tg_argv[1], tg_relid::regclass
  ) into v_leaving;
  perform amity_private.end_people(v_leaving);
  return null;
end;
$$;

-- Before the table is emptied it can be told who is in it; afterwards nothing of the host's that is
-- emptied along with it keeps them.
-- The people in the host's table end here when it is emptied. Refuses: key_lost.
create or replace function amity_private.tg_host__truncate() returns trigger
language plpgsql volatile security definer  -- as above
set search_path = pg_catalog, pg_temp
as $$
begin
  if tg_when = 'BEFORE' then
    execute format(
      'update amity_private.attachments set leaving = array('
      'select people.id from amity.people '
      'join only %4$s as users on people.%1$I = users.%2$I::%3$s)',
      tg_argv[0], amity_private.require_followed_column(tg_relid), tg_argv[1], tg_relid::regclass
    );
  else
    perform amity_private.end_people(leaving) from amity_private.attachments;
    update amity_private.attachments set leaving = null;
  end if;
  return null;
end;
$$;

-- A changed key is followed; a changed uuid is refused: key_changed.
create or replace function amity_private.tg_host__rename() returns trigger
language plpgsql volatile security definer  -- as above
set search_path = pg_catalog, pg_temp
as $$
declare
  v_old text;
  v_new text;
  v_came uuid[];
begin
  -- cast as arrive and leave cast it: char(n) loses its padding on the way
  execute format('select ($1).%1$I::%2$s::text, ($2).%1$I::%2$s::text',
      amity_private.require_followed_column(tg_relid), tg_argv[1])
    into v_old, v_new using old, new;
  if v_new is null then
    execute format('delete from amity.people where people.%I = $1::%s', tg_argv[0], tg_argv[1])
      using v_old;
  elsif v_old is null then
    if not amity_private.is_forgotten(v_new) then
      execute format('with came as (insert into amity.people (%I) values ($1::%s) '
        'on conflict do nothing returning id) select array(select id from came)',
        tg_argv[0], tg_argv[1]) into v_came using v_new;
      perform amity_private.end_forgotten(v_came);
    end if;
  elsif tg_argv[0] = 'id' then
    perform amity_private.refuse('key_changed');
  else
    update amity.people set host_key = v_new where host_key = v_old;
    if not found and amity_private.is_forgotten(v_old) then
      perform amity_private.remember_forgotten(v_new);
    end if;
  end if;
  return null;
end;
$$;
