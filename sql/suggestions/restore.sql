create or replace function amity.restore_suggestion(person uuid) returns amity.dismissed_suggestions
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_dismissal amity.dismissed_suggestions;
begin
  delete from amity.dismissed_suggestions
  where owner_id = (select amity.me()) and person_id = person
  returning * into v_dismissal;
  if not found then
    perform amity_private.refuse('not_dismissed');
  end if;
  return v_dismissal;
end;
$$;

grant execute on function amity.restore_suggestion(uuid) to authenticated;
comment on function amity.restore_suggestion(uuid) is
  'Lets that person be suggested to me again; returns the dismissal as it was. Refuses: '
  'not_dismissed, signed_out, not_joined.';
