{% from 'foundation/client.macro' import opened %}
-- Only the requester of a pending request annotates it, for themselves. The request is not locked:
-- it does no harm where it is answered while the label is written.
create or replace function amity.annotate_request(
  request_id uuid,
  note text default null,
  tags text[] default null
)
returns amity.labels
language plpgsql volatile  -- invoker: the policies decide whose request it is
set search_path = pg_catalog, pg_temp
as $$
declare
  v_me constant uuid := amity.me();
  v_note constant text := case when note ~ '\S' then note end;
  v_request amity.connection_requests;
  v_row amity.labels;
begin
  select * into v_request from amity.connection_requests where id = request_id;
  if v_request.id is null then
    perform amity_private.refuse(case
      when v_me is null then 'signed_out'
      when not amity_private.has_joined() then 'not_joined'
      else 'request_not_found'
    end);
  elsif v_request.requester_id <> v_me then
    perform amity_private.refuse('not_requester');
  elsif v_request.status = 'expired' then
    perform amity_private.refuse('request_expired');
  elsif v_request.status <> 'pending' then
    perform amity_private.refuse('not_pending');
  end if;

  update amity.labels
  set note = case when annotate_request.note is null then labels.note else v_note end,
    tags = coalesce(annotate_request.tags, labels.tags)
  where owner_id = v_me and person_id = v_request.recipient_id and type_id is null
  returning * into v_row;
  if not found and (v_note is not null or cardinality(annotate_request.tags) > 0) then
    insert into amity.labels (person_id, note, tags)
    values (v_request.recipient_id, v_note, annotate_request.tags)
    returning * into v_row;
  end if;
  return v_row;
end;
$$;

{{ opened(
  'annotate_request', 'request_id uuid, note text default null, tags text[] default null',
  to='authenticated',
  says="Changes my note and tags of the recipient of a pending request that I sent, in my label
    without a type; returns the label, null where there is none. Null leaves what stands; a blank
    note or no tags clear it. Refuses: request_not_found, not_requester, request_expired,
    not_pending, too_many_tags, tag_blank, tag_twice, tags_nested, text_too_long, text_invalid,
    signed_out, not_joined."
) }}
