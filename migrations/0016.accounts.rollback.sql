drop function amity.connections_at(uuid, timestamptz);
drop function amity.forget_person(uuid);
drop function amity_private.forget_person(uuid);
drop function amity_private.put_pseudonym(uuid, uuid);
drop function amity.export_person(uuid);
drop function amity_private.export_as(uuid);
drop function amity_private.export_visible();
delete from amity_private.refusals where slug = 'cannot_speak_for';
