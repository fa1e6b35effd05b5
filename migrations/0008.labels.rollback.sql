drop function amity_private.verify_labels();
drop trigger _500_end_labels on amity.blocks;
drop function amity_private.tg_blocks__end_labels();
drop function amity.unlabel_person(uuid, uuid);
drop function amity.relabel_person(uuid, uuid, text, text, text[], date, text, text, boolean);
drop function amity.label_person(uuid, uuid, text, text, text[], date, text, text, boolean);
drop table amity.labels;
drop function amity_private.tg_labels__label();
drop function amity_private.tg_labels__fill();
drop function amity.delete_label_type(uuid);
drop function amity.change_label_type(uuid, text, text, text, text, text);
drop function amity.create_label_type(text, text, text, text, text);
drop table amity.label_types;
drop function amity_private.tg_label_types__name();
drop function amity_private.check_opaque(text, integer);
drop function amity_private.check_tags(text[]);
delete from amity_private.refusals where slug in (
  'self_label', 'already_labelled', 'not_labelled', 'label_type_missing', 'label_type_exists', 'label_type_unnamed',
  'too_many_tags', 'tag_blank', 'tag_twice', 'tags_nested'
);
