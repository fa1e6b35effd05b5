-- From which status to which a transfer goes.
begin;
select plan(168);

create temporary table allowed (from_status amity.sync_transfer_status, to_status amity.sync_transfer_status, approval boolean);
insert into allowed
select from_status::amity.sync_transfer_status, unnest(to_status::amity.sync_transfer_status[]), approval
from (values
  ('pending', '{in_progress,failed,cancelled}', false), ('pending', '{pending_approval,failed,cancelled}', true),
  ('pending_approval', '{approved,denied,expired,cancelled}', true), ('pending_approval', '{approved,denied,expired,cancelled}', false),
  ('approved', '{in_progress,failed,cancelled}', true), ('approved', '{in_progress,failed,cancelled}', false),
  ('in_progress', '{completed,failed,cancelled}', true), ('in_progress', '{completed,failed,cancelled}', false)
) as moves (from_status, to_status, approval);

select is(
  amity_private.sync_transfer_may(from_status, to_status, approval),
  exists (select from allowed where (allowed.from_status, allowed.to_status, allowed.approval) = (moves.from_status, moves.to_status, moves.approval)),
  format('from %s to %s%s', from_status, to_status, case when approval then ', with an approval' end)
)
from (
  select from_status, to_status, approval
  from unnest(enum_range(null::amity.sync_transfer_status)) as from_status
  cross join unnest(enum_range(null::amity.sync_transfer_status)) as to_status
  cross join unnest(array[true, false]) as approval
) as moves;

-- and nothing gets past it, nor around the approval
insert into amity.sync_transfers (direction, remote_site_url, table_name) values ('send', 'https://b.example', 'public.things');
select refused($$update amity.sync_transfers set status = 'completed'$$, 'sync_invalid_transition', 'a plain update');
select throws_ok($$insert into amity.sync_transfers (direction, remote_site_url, table_name, status, requires_approval)
  values ('send', 'https://b.example', 'public.things', 'in_progress', true)$$, '23514', null, 'nor a plain insert');

-- how it went, in figures
update amity.sync_transfers set records_transferred = 8, records_created = 1, records_updated = 1;
select is(amity.success_rate(transfers), 0.25::double precision, 'a quarter of the records changed a row') from amity.sync_transfers as transfers limit 1;
update amity.sync_transfers set records_transferred = 0;
select is(amity.success_rate(transfers), 0::double precision, 'of no record, none') from amity.sync_transfers as transfers limit 1;
select is(amity.duration_seconds(jsonb_populate_record(null::amity.sync_transfers,
  '{"started_at": "2026-01-01 12:00+00", "completed_at": "2026-01-01 12:01:30+00"}')), 90::double precision, 'from the first record to the end');
select is(amity.duration_seconds(jsonb_populate_record(null::amity.sync_transfers, '{"started_at": "2026-01-01 12:00+00"}')), null, 'not before the end');

select * from finish();
rollback;
