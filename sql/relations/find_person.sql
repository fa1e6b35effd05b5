{% from 'foundation/client.macro' import definer %}
-- By key and by id, never only one of them: it is as much work for any key.
{% call definer(
  'find_person', 'key text', 'uuid', to='authenticated', volatility='stable',
  because='people see no row of amity.people but their own', sets=['enable_seqscan = off'],
  says="The person whose key in the host's table of users, as text, is this; or null, also for a
    person who blocked me. A service asks amity.person_of()."
) %}
declare
  v_me constant uuid := amity.me();
  v_by_key constant uuid := (select id from amity.people where host_key = key);
  v_by_id constant uuid := (
    select id from amity.people where id = amity_private.as_uuid(key) and host_key is null
  );
  v_person constant uuid := coalesce(v_by_key, v_by_id);
  v_found uuid;
begin
  perform amity_private.make_up_for(v_person is not null, v_me);
  v_found := amity_private.found_as(coalesce(v_person, amity_private.nobody_for(v_me)), v_me);
  return case when v_found = v_person and v_me is not null then v_person end;
end;
{% endcall %}
