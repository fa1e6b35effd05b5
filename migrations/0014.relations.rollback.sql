drop function amity.my_counters();
drop function amity_private.my_counters();
drop function amity.relations_with(uuid[], boolean);
drop function amity_private.require_at_most(uuid[], integer);
drop function amity_private.my_mutual_counts(uuid[]);
delete from amity_private.refusals where slug = 'too_many_people';
