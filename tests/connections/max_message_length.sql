-- max_message_length: how long the host lets a message be, up to the 1000 characters of the table.
begin;
select plan(7);

create function pg_temp.asks(characters integer) returns text language sql return
  outcome('ada', format('select amity.request_connection(%L, %L)', person('ben'), repeat('a', characters)));
select person('ada');

select amity.set_setting('max_message_length', '200');
select is(pg_temp.asks(200), '1', 'as long as it is');
select is(pg_temp.asks(201), 'text_too_long', 'and no longer');
select amity.set_setting('max_message_length', null);
select is(pg_temp.asks(1000), '1', 'without it, 1000');
select is(pg_temp.asks(1001), 'text_too_long', 'and no longer');
select amity.set_setting('max_message_length', '2000');
select is(pg_temp.asks(1001), 'text_too_long', 'nor with more than that');
select amity.set_setting('max_message_length', '0');
select is(pg_temp.asks(1), 'text_too_long', 'with 0, none');
select is(outcome('ada', format('select amity.request_connection(%L)', person('ben'))), '1', 'but to ask without one');

select * from finish();
rollback;
