-- superuser
-- What profiles cannot be read from is refused in words, and what was attached stays.
begin;
select plan(19);

create table public.profiles (id uuid, display_name text, avatar_url text, born date, tags jsonb, score numeric);
create table public.guarded (id uuid, display_name text, avatar_url text);
alter table public.guarded enable row level security;
insert into public.profiles values (person('ada'), 'Ada', null);
select amity.attach_profiles('public.profiles');

select refused(act, slug, act)
from (values
  ($$select amity.attach_profiles(null)$$, 'profiles_unsupported'),
  ($$select amity.attach_profiles('amity.people', 'id', 'host_key', null)$$, 'profiles_unsupported'),
  ($$select amity.attach_profiles('amity_private.refusals', 'slug', 'slug', null)$$, 'profiles_unsupported'),
  ($$select amity.attach_profiles('pg_catalog.pg_class', 'oid', 'relname', null)$$, 'profiles_unsupported'),
  ($$select amity.attach_profiles('public.profiles', 'nothing')$$, 'profile_column_unsupported'),
  ($$select amity.attach_profiles('public.profiles', null)$$, 'profile_column_unsupported'),
  ($$select amity.attach_profiles('public.profiles', 'score')$$, 'profile_column_unsupported'),
  ($$select amity.attach_profiles('public.profiles', 'ctid')$$, 'profile_column_unsupported'),
  ($$select amity.attach_profiles('public.profiles', name => 'born')$$, 'profile_column_unsupported'),
  ($$select amity.attach_profiles('public.profiles', name => 'tags')$$, 'profile_column_unsupported'),
  ($$select amity.attach_profiles('public.profiles', name => null)$$, 'profile_column_unsupported'),
  ($$select amity.attach_profiles('public.profiles', picture => 'nothing')$$, 'profile_column_unsupported')
) as acts (act, slug);
select is((select name from amity.profiles_of(array[person('ada')])), 'Ada', 'nothing changed');

-- where the owner of the schema is no superuser, its rights on the host's table count
create role custodian;
grant service_role to custodian;
alter function amity_private.owner() owner to custodian;
grant usage on schema public to custodian;
select refused($$select amity.attach_profiles('public.profiles')$$, 'profiles_unsupported', 'a table that the owner cannot read');
grant select on public.profiles, public.guarded to custodian;
select lives_ok($$select amity.attach_profiles('public.profiles')$$, 'until it is granted');
select refused($$select amity.attach_profiles('public.guarded')$$, 'profiles_unsupported', 'nor one whose row security holds for it');
alter table public.guarded owner to custodian;
select lives_ok($$select amity.attach_profiles('public.guarded')$$, 'unless it is its own');

select is(outcome(speaker, act), '42501', speaker || ': ' || act)
from (values
  ('ada', $$select amity.attach_profiles('public.profiles')$$), ('service', 'select amity.detach_profiles()')
) as acts (speaker, act);

select * from finish();
rollback;
