-- What I and somebody are to each other, from my side. About a stranger, somebody unknown and
-- somebody who blocked me it says the same.
create type amity.connection_state as enum ('none', 'pending_sent', 'pending_received', 'accepted');
comment on type amity.connection_state is 'What I and somebody are to each other, from my side.';
