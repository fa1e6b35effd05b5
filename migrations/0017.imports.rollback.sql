drop function amity.import_blocks(text[], text[], timestamptz[]);
drop function amity_private.import_blocks(text[], text[], timestamptz[]);
drop function amity_private.write_blocks(amity_private.import_line[]);
drop function amity_private.lines_with_ties(amity_private.import_line[]);
drop function amity_private.judge_blocks(text[], text[], timestamptz[]);
drop function amity_private.blocked_lines(amity_private.import_line[]);
drop function amity.import_follows(text[], text[], timestamptz[]);
drop function amity_private.import_follows(text[], text[], timestamptz[]);
drop function amity_private.write_follows(amity_private.import_line[]);
drop function amity_private.judge_follows(text[], text[], timestamptz[]);
drop function amity_private.followed_lines(amity_private.import_line[]);
drop function amity.import_connections(text[], text[], timestamptz[], timestamptz[]);
drop function amity_private.import_connections(text[], text[], timestamptz[], timestamptz[]);
drop function amity_private.write_connections(amity_private.import_line[]);
drop function amity_private.count_connections(amity_private.import_line[]);
drop function amity_private.accept_asked_lines(amity_private.import_line[]);
drop function amity_private.judge_connections(text[], text[], timestamptz[], timestamptz[]);
drop function amity_private.disconnected_lines(amity_private.import_line[]);
drop function amity_private.connected_lines(amity_private.import_line[]);
drop function amity_private.award_imported(uuid[]);
drop function amity_private.add_to_tallies(uuid[], amity_private.tally);
drop function amity_private.refuse_surplus(
  amity_private.import_line[], boolean, text, text, amity_private.tally
);
drop function amity_private.lines_over_cap(
  amity_private.import_line[], text, amity_private.tally, boolean
);
drop function amity_private.repeated_lines(amity_private.import_line[], boolean);
drop function amity_private.lines_across_a_block(amity_private.import_line[]);
drop function amity_private.refuse_lines(amity_private.import_line[], integer[], text);
drop function amity_private.read_lines(
  text[], text[], timestamptz[], timestamptz[], text, boolean, boolean
);
drop function amity_private.as_uuids(text[]);
drop function amity_private.silence_triggers(regclass, name[]);
drop function amity_private.begin_import(integer);
drop function amity_private.hold_ties();
drop function amity_private.await_ties();
drop function amity_private.id_of_line(text, integer);
drop function amity_private.new_batch();
drop index amity_private.blocks_history_of_ends;
drop index amity_private.follows_history_of_ends;
drop index amity_private.connections_history_of_ends;
drop type amity_private.import_line;
delete from amity_private.refusals where slug in ('import_busy', 'import_not_alone', 'import_too_large');
