create or replace function amity.return_to(person uuid) returns amity.step_backs
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_step_back amity.step_backs;
begin
  delete from amity.step_backs
  where owner_id = (select amity.me()) and person_id = person
  returning * into v_step_back;
  if not found then
    perform amity_private.refuse('not_stepped_back');
  end if;
  return v_step_back;
end;
$$;

grant execute on function amity.return_to(uuid) to authenticated;
comment on function amity.return_to(uuid) is
  'Returns to a person I stepped back from; gives the step-back as it was. Refuses: '
  'not_stepped_back, signed_out, not_joined.';
