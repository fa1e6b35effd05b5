-- What a client encrypted comes back byte for byte: nothing reads it, trims it or judges it.
begin;
select * from no_plan();

select isnt(tap.person('ben'), null, 'ben is a person');
select speak_as('ada');
select amity.label_person(tap.person('ben'));

create temporary table cases (value text, why text);
insert into cases values
  (encode(sha256('key'), 'base64'), 'base64'), ('', 'empty'), (e'  \n ', 'blank'), (e'\x07\x1b\x7f', 'what cannot be shown'),
  (U&'e\0301 \00e9', 'composed and not'), ('\x00ff', 'a backslash'), (repeat('x', 1000), 'as much as there is room for');
select is(convert_to(now.label_encrypted || now.note_encrypted, 'utf8'), convert_to(value || value, 'utf8'), 'through the function: ' || why)
from cases cross join lateral amity.relabel_person(tap.person('ben'), label_encrypted => value, note_encrypted => value) as now;
select results_eq(
  format('update amity.labels set label_encrypted = %L, note_encrypted = %1$L returning convert_to(label_encrypted || note_encrypted, ''utf8'')', value),
  array[convert_to(value || value, 'utf8')], 'through the table: ' || why
) from cases;
select is(char_length(note_encrypted), 8000, 'and a whole note')
from amity.relabel_person(tap.person('ben'), note_encrypted => repeat('x', 8000));

-- the flag is the client's own
select is((now.is_encrypted, now.note)::text, (true, 'plain')::text, 'nothing is concluded from the flag')
from amity.relabel_person(tap.person('ben'), note => 'plain', is_encrypted => true) as now;

select * from finish();
rollback;
