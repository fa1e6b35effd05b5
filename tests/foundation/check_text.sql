-- check_text(): what may be written in a note.
begin;
select * from no_plan();

select ok(amity_private.check_text(value, 10), 'fine: ' || why)
from (values
  ('', 'empty'), ('1234567890', 'exactly as long as it may be'), (repeat('ü', 10), 'counted in characters'),
  ('👩‍👩‍👧', 'emoji with joiners'), (E'a\nb', 'line break'), (E'a\r\nb', 'line break of Windows'), (E'a\tb', 'tab'),
  ('שלום', 'right to left'), (U&'a\200e\05e9', 'a mark of direction'), ('   ', 'blanks'), (U&'a\200bb', 'a place to break a line'), (U&'\00a0', 'a space that does not break'), ('''; --', 'quotes')
) as cases (value, why);

select is(amity_private.check_text(null, 10), null, 'nothing is neither: a check takes it');

select refused(format('select amity_private.check_text(%L, 10)', value), slug, slug || ': ' || why)
from (values
  ('12345678901', 'text_too_long', 'one more'), (repeat('👍', 11), 'text_too_long', 'eleven emoji'),
  (repeat(' ', 11), 'text_too_long', 'blanks count'), (repeat('x', 10001), 'text_too_long', 'a novel'),
  (E'a\x01', 'text_invalid', 'start of heading'), (E'\x07', 'text_invalid', 'bell'), (E'\x08', 'text_invalid', 'backspace'),
  (E'\x0b', 'text_invalid', 'vertical tab'), (E'\x0c', 'text_invalid', 'form feed'), (E'\x0e', 'text_invalid', 'shift out'),
  (E'\x1b[2J', 'text_invalid', 'an escape sequence'), (E'\x1f', 'text_invalid', 'unit separator'),
  (E'\x7f', 'text_invalid', 'delete'), (U&'\0080', 'text_invalid', 'the first of the second set'),
  (U&'\009f', 'text_invalid', 'and its last'),
  (U&'a\202eb', 'text_invalid', 'right-to-left override'), (U&'a\202ab', 'text_invalid', 'embedding'),
  (U&'a\2066b', 'text_invalid', 'isolate'), (U&'\2069', 'text_invalid', 'end of an isolate'),
  (U&'\200b', 'text_invalid', 'nothing but a space without a width'), (U&' \200d\feff ', 'text_invalid', 'nor with blanks'),
  (U&'\3164', 'text_invalid', 'a filler')
) as cases (value, slug, why);

select ok(amity_private.check_date(value), value::text)
from unnest('{0001-01-01,2020-02-29,9999-12-31}'::date[]) as value;
select is(amity_private.check_date(null), null, 'no date is a date to take');
select refused(format('select amity_private.check_date(%L)', value), 'date_invalid', value)
from unnest('{-infinity,infinity,10000-01-01,0001-12-31 BC}'::text[]) as value;

select throws_like(
  $$select amity_private.check_text('12345678901', 10)$$, '%too long%', 'in words'
);

select * from finish();
rollback;
