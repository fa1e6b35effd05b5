-- Note and tags of a request: only its requester, while it is pending.
begin;
select plan(36);

-- ada asked ben; carl accepted and dora rejected her; emil asked finn, who she has nothing to do with; hugo blocked her
select connect('ada', 'carl');
select speak_as('ada');
select amity.request_connection(person(name)) from unnest('{ben,dora,hugo}'::text[]) as name;
select speak_as('emil');
select amity.request_connection(person('finn'));
select speak_as('dora');
select amity.reject_connection(person('ada'));
select speak_as('hugo');
select amity.block(person('ada'));
select be_quiet();
create temp table asked as
select person.name, history.connection_id as id
from unnest('{ben,carl,dora,finn,hugo}'::text[]) as person (name)
join amity_private.connections_history as history on recipient_id = person(person.name) and action = 'requested';
create function pg_temp.request(name text) returns uuid language sql security definer begin atomic
  select id from asked where asked.name = request.name union all select '018f0000-0000-7000-8000-000000000000' where request.name = 'none';
end;
create function pg_temp.said(answer amity.labels) returns text language sql return (answer.note, answer.tags)::text;

select speak_as('ada');
select is(pg_temp.said(amity.annotate_request(pg_temp.request('ben'), note, tags)), expected, why)
from (values
  (1, null, null::text[], '(,)', 'nothing said keeps nothing'),
  (2, ' ', '{}', '(,)', 'nor does a blank note without tags'),
  (3, 'met at lunch', null, '("met at lunch",{})', 'a note makes the label'),
  (4, null, '{vip}', '("met at lunch",{vip})', 'tags leave the note'),
  (5, 'tall', null, '(tall,{vip})', 'a note leaves the tags'),
  (6, null, null, '(tall,{vip})', 'null leaves both'),
  (7, e' \n', null, '(,{vip})', 'a blank note clears it'),
  (8, 'n', '{}', '(n,{})', 'no tags clear them')
) as cases (place, note, tags, expected, why) order by place;
select results_eq(
  'select person_id, type_id, note from amity.labels', $$values (person('ben'), null::uuid, 'n')$$, 'one label, without a type'
);

-- what others know of it
select speak_as('ben');
select is_empty('select from amity.labels', 'the recipient sees nothing of it');
create temp table cases (speaker text, request text, slug text);
insert into cases values
  ('ben', 'ben', 'not_requester'), ('carl', 'carl', 'not_requester'), ('dora', 'dora', 'not_requester'),
  ('ada', 'carl', 'not_pending'), ('ada', 'dora', 'request_not_found'), ('ada', 'hugo', 'request_not_found'),
  ('ada', 'finn', 'request_not_found'), ('ada', 'none', 'request_not_found'), ('ada', null, 'request_not_found'),
  ('hugo', 'ben', 'request_not_found');
grant select on cases to public;
select refused(
  concat(speak_as(speaker), format('select amity.annotate_request(pg_temp.request(%L), %L)', request, note)), slug,
  format('%s annotates the request to %s: %s characters', speaker, request, length(note))
)
-- what is wrong with the note says nothing of a request
from cases cross join (values ('n'), (repeat('x', 1001))) as notes (note);

-- over
select be_quiet();
update amity.settings set value = '0' where name = 'request_ttl';
select speak_as('ada');
select refused($$select amity.annotate_request(pg_temp.request('ben'), 'n')$$, 'request_expired', 'a request that has expired');
select be_quiet();
update amity.settings set value = 'true' where name = 'reveal_rejections';
update amity.settings set value = null where name = 'request_ttl';
select speak_as('ada');
select refused($$select amity.annotate_request(pg_temp.request('dora'), 'n')$$, 'not_pending', 'one that was rejected, where that is revealed');

-- texts
select refused(statement, slug, slug) from (values
  ($$select amity.annotate_request(pg_temp.request('ben'), repeat('x', 1001))$$, 'text_too_long'),
  ($$select amity.annotate_request(pg_temp.request('ben'), tags => '{a,a}')$$, 'tag_twice')
) as cases (statement, slug);

select is(outcome(speaker, $$select amity.annotate_request(pg_temp.request('ben'), 'n')$$), expected, speaker)
from (values ('signed out', 'signed_out'), ('not joined', 'not_joined')) as speakers (speaker, expected);

select * from finish();
rollback;
