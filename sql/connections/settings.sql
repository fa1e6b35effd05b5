insert into amity.settings (name, type, value, fallback, choices, description, readable)
values
  ('connections_enabled', 'boolean', 'true', 'true', null,
    'Whether people can ask and accept. What exists can always be ended.', true),
  ('connections_need_approval', 'boolean', 'true', 'true', null,
    'Off: a request is a connection at once, and one that waited when it is repeated.', true),
  ('crossing_requests', 'choice', 'accept', 'accept', '{accept,refuse}',
    'What a request to a person who has asked me does: accept theirs, or refuse mine.', true),
  ('request_ttl', 'interval', null, null, null,
    'How long a request can be answered; null is for ever.', true),
  ('request_cooldown', 'interval', '1 day', '1 day', null,
    'How long a rejected requester waits before asking again; null is not at all.', true),
  ('reveal_rejections', 'boolean', 'false', 'false', null,
    'Whether requesters see that they were rejected, and not only that the request is over.',
    true),
  ('max_connections', 'integer', null, null, null,
    'How many connections a person can have; null is any number.', true),
  ('max_pending_sent', 'integer', '500', '500', null,
    'How many unanswered requests a person can have out; null is any number. Not for services.',
    true),
  ('max_message_length', 'integer', '1000', '1000', null,
    'How many characters a message can have; null is 1000, and more than 1000 is never.', true)
on conflict (name) do update
  set type = excluded.type, fallback = excluded.fallback, choices = excluded.choices,
    description = excluded.description, readable = excluded.readable;
