-- What a person and I are to each other, from my side. About a stranger, an unknown id and
-- a person who blocked me it says the same.
create type amity.connection_state as enum ('none', 'pending_sent', 'pending_received', 'accepted');
comment on type amity.connection_state is 'What a person and I are to each other, from my side.';

create type amity.connection_standing as (status amity.connection_state, connection_id uuid);
comment on type amity.connection_standing is
  'What a person and I are to each other, and the id of that connection or request.';
