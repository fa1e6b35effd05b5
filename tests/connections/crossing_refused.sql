-- crossing_requests = refuse: a request to a person who has asked is refused; the recipient answers theirs.
begin;
select plan(4);

update amity.settings set value = 'refuse' where name = 'crossing_requests';
select speak_as('ada');
select amity.request_connection(person('ben'));

select speak_as('ben');
select refused(
  $$insert into amity.connections (recipient_id) values (person('ada'))$$, 'request_received',
  'asking back is refused'
);
select refused($$select amity.request_connection(person('ada'))$$, 'request_received', 'by function as well');
select is((amity.connection_status(person('ada'))).status, 'pending_received', 'their request still waits');
select is((amity.accept_connection(person('ada'))).status, 'accepted', 'and can be accepted');

select * from finish();
rollback;
