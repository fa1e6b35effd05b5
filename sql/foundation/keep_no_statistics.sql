-- EXPLAIN shows the estimated number of rows to a role that may read a table; row security does not
-- apply to the statistics behind it: an estimate would tell who is followed by many, a histogram
-- the notes of strangers. So the tables of people have none, at any default_statistics_target.
-- Turns off the statistics of each column and index expression of a table: what a migration calls
-- once the table and its indexes are there.
create or replace function amity_private.keep_no_statistics(kept regclass) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_column name;
  v_index regclass;
  v_place integer;
begin
  for v_column in
    select attname from pg_attribute where attrelid = kept and attnum > 0 and not attisdropped
  loop
    execute format('alter table %s alter column %I set statistics 0', kept, v_column);
  end loop;
  -- an expression in an index has statistics of its own
  for v_index, v_place in
    select indexrelid, place + 1 from pg_index cross join generate_subscripts(indkey, 1) as place
    where indrelid = kept and indkey[place] = 0
  loop
    execute format('alter index %s alter column %s set statistics 0', v_index, v_place);
  end loop;
end;
$$;
