create type amity.request_status as enum ('pending', 'approved', 'denied', 'cancelled', 'expired');
comment on type amity.request_status is
  'Where a request stands or how it ended: see amity.connection_requests.';
