-- amity.friendships: the columns of a friendships table, in their order, with their types.
begin;
select plan(2);

select results_eq(
  $$select attname::text collate "default", format_type(atttypid, null) collate "default" from pg_attribute
    where attrelid = 'amity.friendships'::regclass and attnum > 0 and not attisdropped order by attnum$$,
  $$values ('id', 'uuid'), ('requester_id', 'uuid'), ('addressee_id', 'uuid'), ('status', 'text'),
    ('responded_at', 'timestamp with time zone'), ('created_at', 'timestamp with time zone'), ('stepped_back_by', 'uuid'),
    ('stepped_back_at', 'timestamp with time zone'), ('stepped_back_until', 'timestamp with time zone'),
    ('stepped_back_reason', 'text')$$, 'the columns'
);

select speak_as('ada');
select amity.request_connection(tap.person('ben'));
select speak_as('ben');
select amity.accept_connection(tap.person('ada'));
select results_eq(
  'select id, requester_id, addressee_id, status::text, responded_at, created_at from amity.friendships',
  'select id, requester_id, recipient_id, status::text, responded_at, requested_at from amity.connections', 'and what they hold'
);

select * from finish();
rollback;
