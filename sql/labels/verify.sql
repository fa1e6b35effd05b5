-- The invariants of labels that are broken: see amity.verify().
create or replace function amity_private.verify_labels() returns table (invariant text, detail text)
language sql stable
begin atomic
  select 'type_is_the_owners', labels.id::text from amity.labels
  where type_id is not null and not exists (
    select from amity.label_types
    where label_types.id = labels.type_id and label_types.owner_id = labels.owner_id
  )
  union all
  select 'not_about_a_blocker', labels.id::text from amity.labels
  join amity.blocks on blocks.blocker_id = labels.person_id and blocks.blocked_id = labels.owner_id;
end;
