-- An import does at once what triggers do for each row. It finds them by what they are, whatever they are called: a renamed one
-- would do the same again, fifty thousand times.
begin;
select plan(5);

select person(name) from unnest('{ada,ben,carl}'::text[]) as name;
alter trigger _500_count on amity.follows rename to _510_tally;
alter trigger _500_count_new on amity.connections rename to _590_tally;
alter trigger _900_remember on amity.blocks rename to _910_write_down;
alter trigger _510_end_follows on amity.blocks rename to _515_part;
-- what has to hear of every row says so by its number
create function amity_private.tg_follows__tell() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  raise exception 'told';
end
$$;
create trigger _790_tell after insert on amity.follows for each row execute function amity_private.tg_follows__tell();

select amity.import_follows(array[person('ada')::text], array[person('ben')::text]);
select amity.import_connections(array[person('ada')::text], array[person('carl')::text]);
select is_empty('select * from amity.verify()', 'follows and connections are counted once');
select amity.import_blocks(array[person('ben')::text], array[person('ada')::text]);
select is_empty('select * from amity.verify()', 'a block is written down once');
select is_empty('select from amity.follows', 'and ends what it parts');
select is_empty(
  $$select tgname from pg_trigger where tgrelid in ('amity.follows'::regclass, 'amity.connections'::regclass, 'amity.blocks'::regclass)
    and tgenabled <> 'O'$$,
  'all are on again'
);

alter trigger _790_tell on amity.follows rename to _800_tell;
select throws_ok(
  $$select amity.import_follows(array[person('ada')::text], array[person('carl')::text])$$, 'told', 'from 800 to 899 they fire'
);

select * from finish();
rollback;
