{% from 'foundation/client.macro' import definer %}
-- Becoming a person, for hosts that attach no table of their own.
{% call definer(
  'join', '', 'amity.people', to='authenticated',
  because='people may not insert people, only themselves, here',
  says="Makes me a person and returns my row; again is the same as once. Where a table of users is
    attached, or I was forgotten, it only looks me up. Refuses: signed_out, not_joined,
    isolation_unsupported."
) %}
declare
  v_me constant uuid := amity.me();
  v_person amity.people;
begin
  if v_me is null then
    perform amity_private.refuse('signed_out');
  end if;
  if not exists (select from amity_private.attachments)
    and not amity_private.is_forgotten(v_me::text)
  then
    insert into amity.people (id) values (v_me) on conflict (id) do nothing;
    -- this may have waited for the transaction that forgot me
    if found and amity_private.require_read_committed()
      and amity_private.is_forgotten(v_me::text) then
      perform amity_private.refuse('not_joined');
    end if;
  end if;
  select * into v_person from amity.people where id = v_me;
  if not found then
    perform amity_private.refuse('not_joined');
  end if;
  return v_person;
end;
{% endcall %}
