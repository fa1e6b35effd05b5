insert into amity.settings (name, type, value, fallback, choices, description) values
  ('connections_enabled', 'boolean', 'true', 'true', null,
    'Whether people can ask and accept. What exists can always be ended.'),
  ('connections_need_approval', 'boolean', 'true', 'true', null,
    'Off: a request is a connection at once, and one that waited when it is repeated.'),
  ('crossing_requests', 'choice', 'accept', 'accept', '{accept,refuse}',
    'What a request to a person who has asked me does: accept theirs, or refuse mine.'),
  ('request_ttl', 'interval', null, null, null,
    'How long a request can be answered; null is for ever.'),
  ('request_cooldown', 'interval', '1 day', '1 day', null,
    'How long a rejected requester waits before asking again; null is not at all.'),
  ('reveal_rejections', 'boolean', 'false', 'false', null,
    'Whether requesters see that they were rejected, and not only that the request is over.'),
  ('max_connections', 'integer', null, null, null,
    'How many connections a person can have; null is any number.'),
  ('max_pending_sent', 'integer', '500', '500', null,
    'How many unanswered requests a person can have out; null is any number. Not for services.')
on conflict (name) do update
  set type = excluded.type, fallback = excluded.fallback, choices = excluded.choices,
    description = excluded.description;
