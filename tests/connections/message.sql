-- The message: at most 1000 characters, printable, or none.
begin;
select plan(28);

select person('ada');
select speak_as('ada');
select lives_ok(
  format('insert into amity.connections (recipient_id, message) values (%L, %L)', person('friend ' || n), message),
  description
)
from (values
  (1, null, 'none'),
  (2, '', 'empty'),
  (3, repeat('a', 1000), '1000 characters'),
  (4, repeat(U&'\+01F600', 1000), '1000 characters of four bytes'),
  (5, E'tab\tline\nreturn\r', 'tabs and line breaks')
) as cases (n, message, description);

select refused(format(way, person('ben'), message), slug, format('%s: %s', description, left(way, 6)))
from (values
  (repeat('a', 1001), 'text_too_long', '1001 characters'),
  (repeat('a', 10001), 'text_too_long', '10001 characters'),
  (U&'\0001', 'text_invalid', 'a control character'),
  (E'a\bb', 'text_invalid', 'a backspace'),
  (U&'a\001b[0m', 'text_invalid', 'an escape'),
  (U&'a\007f', 'text_invalid', 'a delete'),
  (U&'a\202eb', 'text_invalid', 'text that runs the other way'),
  (U&'\200b', 'text_invalid', 'a message that cannot be seen'),
  (U&'a\0085', 'text_invalid', 'a control character of the second block')
) as cases (message, slug, description)
cross join unnest(array[
  'insert into amity.connections (recipient_id, message) values (%L, %L)',
  'select amity.request_connection(%L, %L)'
]) as way;
select is((amity.connection_status(person('ben'))).status, 'none', 'what was refused left nothing');

select speak_as_service();
select lives_ok(
  $$update amity.connections set message = 'Edited' where message = ''$$, 'a service edits a message'
);
select refused(
  $$update amity.connections set message = repeat('a', 1001) where message = 'Edited'$$, 'text_too_long',
  'by the same rule'
);

select speak_as('friend 3');
select is(length(message), 1000, 'the recipient reads it') from amity.connections;
select is(length(message), 1000, 'among their requests') from amity.connection_requests;

select * from finish();
rollback;
