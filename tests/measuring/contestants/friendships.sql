-- A table of friendships with its policies, as a site on Supabase documents its own.
create schema auth;
create function auth.uid() returns uuid language sql stable as $$
  select (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')::uuid
$$;
create table auth.users (id uuid primary key);
insert into auth.users select id from amity.people;
create table public.friendships (
  id uuid primary key default gen_random_uuid(),
  requester_id uuid references auth.users (id) not null,
  addressee_id uuid references auth.users (id) not null,
  status text default 'pending' check (status in ('pending', 'accepted', 'declined')),
  responded_at timestamptz,
  created_at timestamptz default now(),
  stepped_back_by uuid references auth.users (id),
  stepped_back_at timestamptz,
  stepped_back_until timestamptz,
  stepped_back_reason text,
  unique (requester_id, addressee_id)
);
insert into public.friendships
  (id, requester_id, addressee_id, status, responded_at, created_at)
select id, requester_id, recipient_id, status, responded_at, requested_at from bare.connections;
alter table public.friendships enable row level security;
create policy view_own on public.friendships for select
  using (auth.uid() = requester_id or auth.uid() = addressee_id);
create policy send on public.friendships for insert with check (auth.uid() = requester_id);
create policy respond on public.friendships for update using (auth.uid() = addressee_id);
create policy remove on public.friendships for delete
  using (auth.uid() = requester_id or auth.uid() = addressee_id);
grant usage on schema auth to authenticated;
grant select, insert, update, delete on public.friendships to authenticated;
