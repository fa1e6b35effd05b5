-- A table that cannot be read is an error of the site that sends, and not of the place that was asked for.
begin;
select plan(3);

create table public.things (id integer primary key);
insert into public.things values (1), (2);
select amity.offer_table('public.things');
alter table public.things enable row level security;
create policy shown on public.things to amity_sync using (10 / (id - 1) > 0);
create temporary table site as select * from amity.create_sync_connection('B', 'https://b.example', 'sender', 'auto_approve');
select amity.approve_sync_connection(id) from site;

select throws_ok(format('select amity.sync_pull(%L, ''things'')', token), '22012', null, 'the first page fails as it fails') from site;
drop policy shown on public.things;
create policy shown on public.things to amity_sync using (true);
select is((select records::text from amity.sync_pull(token, 'things')), '[["1"],["2"]]', 'until it can be read') from site;
select is((select slug from amity.sync_pull(token, 'things', '["x"]')), 'sync_invalid_position', 'a place that is none is told so') from site;

select * from finish();
rollback;
