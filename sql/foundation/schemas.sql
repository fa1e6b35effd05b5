-- Two schemas. `amity` is what clients see; `amity_private` holds what decides and remembers.
-- No role is granted a schema as a whole: each grant stands beside the object that it opens.

create schema if not exists amity;
comment on schema amity is
  'Who knows whom: connections, follows, blocks and what follows from them. Expose this schema to '
  'clients.';

create schema if not exists amity_private;
comment on schema amity_private is
  'The inside of amity: trigger functions, helpers, histories with actor and cause. Never expose '
  'it to clients.';

-- A schema that was there before may have been granted to a role.
revoke all on schema amity, amity_private from public, anon, authenticated, service_role;

-- Usage only lets names be looked up. `anon` gets none: it can do nothing with people''s ties.
grant usage on schema amity to authenticated, service_role;
grant usage on schema amity_private to authenticated, service_role;
