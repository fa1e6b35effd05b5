-- Decides on a new end of a step-back. Refuses: until_passed.
create or replace function amity_private.tg_step_backs__change() returns trigger
language plpgsql volatile security definer  -- people may not execute what checks a moment
set search_path = pg_catalog, pg_temp
as $$
begin
  new.until := amity_private.check_until(new.until);
  return new;
end;
$$;

create or replace trigger _110_change
before update of until on amity.step_backs
for each row execute function amity_private.tg_step_backs__change();

{% from 'foundation/client.macro' import act %}
{% call act(
  'change_step_back',
  'person uuid, until timestamptz default null, reason text default null',
  'amity.step_backs', to='authenticated', or_else="refuse('not_stepped_back')",
  says="Says anew until when I stepped back from a person, and why; null is until I return, and no
    note. Refuses: not_stepped_back, until_passed, date_invalid, text_too_long, text_invalid,
    signed_out, not_joined."
) %}
  update amity.step_backs set until = change_step_back.until, reason = change_step_back.reason
  where owner_id = (select amity.me()) and person_id = person
{% endcall %}
