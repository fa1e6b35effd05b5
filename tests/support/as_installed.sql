-- `amity test` begins Amity's own files with this: as installed, beside no table of the host's. What
-- the host has and chose is put aside, and comes back with the rollback.
do $$
begin
  if to_regnamespace('public') is not null then
    alter schema public rename to public_before_the_tests;
  end if;
end $$;
create schema public;
grant usage on schema public to public;
select amity.detach_people();
update amity.settings set value = fallback where value is distinct from fallback;
