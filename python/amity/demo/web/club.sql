-- The club's database tells of each row that changes, when the change is committed.
create table public.members (id uuid primary key, name text not null);

create function public.tell() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform pg_notify('happenings', json_build_object(
    'table', tg_table_name, 'act', lower(tg_op), 'row', to_jsonb(coalesce(new, old))
  )::text);
  return null;
end;
$$;

do $$
declare
  v_table text;
begin
  foreach v_table in array array[
    'amity.connections', 'amity.follows', 'amity.blocks', 'amity.notifications',
    'amity_private.connections_history', 'amity_private.follows_history',
    'amity_private.blocks_history'
  ] loop
    execute format(
      'create trigger _999_tell after insert or update or delete on %s'
      ' for each row execute function public.tell()', v_table
    );
  end loop;
end;
$$;
