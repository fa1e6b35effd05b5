-- Dismissing: any person but myself, once, in my own name, not across a block. Refuses:
-- person_not_found, not_yours, self_dismissal, blocked, already_dismissed.
create or replace function amity_private.tg_dismissed_suggestions__dismiss() returns trigger
language plpgsql volatile security definer  -- it sees blocks of both sides
set search_path = pg_catalog, pg_temp
as $$
begin
  perform amity_private.begin_act('dismissal', new.owner_id, new.person_id);
  perform from amity.dismissed_suggestions
  where owner_id = new.owner_id and person_id = new.person_id;
  if found then
    perform amity_private.refuse_duplicate('already_dismissed');
    return null;
  end if;
  return new;
end;
$$;

create or replace trigger _100_dismiss
before insert on amity.dismissed_suggestions
for each row execute function amity_private.tg_dismissed_suggestions__dismiss();

{% from 'foundation/tie.macro' import do %}
{{ do(
  'dismiss_suggestion', 'dismissed_suggestions', theirs='person',
  says='Never suggest that person to me; returns the dismissal. Refuses: person_not_found, '
    ~ 'self_dismissal, blocked, already_dismissed'
) }}
