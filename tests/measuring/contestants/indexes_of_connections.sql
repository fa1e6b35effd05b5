alter table connections add primary key (id);
create unique index on connections
  (least(requester_id, recipient_id), greatest(requester_id, recipient_id));
create index on connections (recipient_id, requested_at desc) where status = 'pending';
create index on connections (requester_id, requested_at desc) where status = 'pending';
create index on connections (requester_id, status, responded_at desc, recipient_id);
create index on connections (recipient_id, status, responded_at desc, requester_id);
