-- A column of the host's may have any name, also one that a query of ours uses.
begin;
select plan(4);

create table public.words (key integer primary key, record integer, t text);
insert into public.words select i, 100 - i, 'text ' || i from generate_series(1, 12) as i;
create table public.pairs (record integer, key integer, primary key (record, key));
insert into public.pairs select i / 4, i from generate_series(1, 12) as i;
select amity.offer_table('public.words'), amity.offer_table('public.pairs');

create function pg_temp.pages(host_table regclass, place integer) returns text[] language plpgsql as $$
declare
  v_page record;
  v_after jsonb;
  v_keys text[] := '{}';
begin
  loop
    select * into v_page from amity_private.read_rows(host_table, v_after, 5, 100000);
    v_keys := v_keys || array(select record ->> place from json_array_elements(v_page.records) as record);
    exit when v_page.is_last or cardinality(v_keys) > 50;
    v_after := v_page.reached;
  end loop;
  return v_keys;
end
$$;

select is(pg_temp.pages('public.words', 0), array(select i::text from generate_series(1, 12) as i), 'a key called key is paged in its own order');
select is(pg_temp.pages('public.words', 1), array(select (100 - i)::text from generate_series(1, 12) as i), 'a column called record is read');
select is(pg_temp.pages('public.words', 2), array(select 'text ' || i from generate_series(1, 12) as i), 'and so is one called as the table is in the query');
select is(pg_temp.pages('public.pairs', 1), array(select i::text from generate_series(1, 12) as i), 'a key of columns called record and key is paged in its own order');

select * from finish();
rollback;
