create or replace function amity_private.tg_dismissed_suggestions__dismiss() returns trigger
language plpgsql volatile security definer  -- it sees blocks of both sides
set search_path = pg_catalog, pg_temp
as $$
begin
  if new.owner_id is null or new.person_id is null then
    perform amity_private.refuse('person_not_found');
  elsif amity.me() <> new.owner_id then
    perform amity_private.refuse('not_yours');
  elsif new.owner_id = new.person_id then
    perform amity_private.refuse('self_dismissal');
  end if;
  -- two dismissals of one person at once wait for each other here
  perform amity_private.hold_pair(new.owner_id, new.person_id);
  if exists (
    select from amity.dismissed_suggestions
    where owner_id = new.owner_id and person_id = new.person_id
  ) then
    perform amity_private.refuse('already_dismissed');
  end if;
  return new;
end;
$$;

comment on function amity_private.tg_dismissed_suggestions__dismiss() is
  'Decides on a dismissal. Refuses: person_not_found, not_yours, self_dismissal, blocked, '
  'already_dismissed.';

create or replace trigger _000_require_speaker
before insert or update or delete on amity.dismissed_suggestions
for each statement execute function amity_private.tg_require_speaker();

create or replace trigger _100_dismiss
before insert on amity.dismissed_suggestions
for each row execute function amity_private.tg_dismissed_suggestions__dismiss();

create or replace function amity.dismiss_suggestion(person uuid) returns amity.dismissed_suggestions
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_dismissal amity.dismissed_suggestions;
begin
  insert into amity.dismissed_suggestions (person_id) values (person) returning * into v_dismissal;
  return v_dismissal;
end;
$$;

grant execute on function amity.dismiss_suggestion(uuid) to authenticated;
comment on function amity.dismiss_suggestion(uuid) is
  'Never suggest that person to me; returns the dismissal. Refuses: person_not_found, '
  'self_dismissal, blocked, already_dismissed, signed_out, not_joined.';
