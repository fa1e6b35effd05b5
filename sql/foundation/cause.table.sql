-- What made a tie change. A closed list, so that a history can be counted on.
create type amity.cause as enum (
  'user', 'crossing', 'block', 'invite', 'expiry', 'service', 'import', 'account_deleted'
);
comment on type amity.cause is
  'What made a tie change: a person, two requests that crossed, a block, an invite, time, a '
  'service, an import, the end of an account.';
