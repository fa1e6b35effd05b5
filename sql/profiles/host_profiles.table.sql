-- Where profiles come from: a view that attach_profiles() puts in place of this one, which has no
-- rows. Postgres binds a view to the columns it reads: it follows them when the host renames one,
-- is restored from a dump with them, and is named where the host drops or retypes one.
create view amity_private.host_profiles with (security_invoker = true) as
select null::uuid as person_id, null::text as name, null::text as picture where false;

-- not the row type of that view: what returns it must outlive the view
create type amity_private.profile as (person_id uuid, name text, picture text);

comment on view amity_private.host_profiles is
  'Every profile that the host has: see amity.attach_profiles().';
comment on type amity_private.profile is 'A person''s profile.';
