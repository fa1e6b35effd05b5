{% from 'foundation/table.macro' import end_with_person %}
-- The end of the person's ties, which comes first, waits until no other act changes a tally of
-- theirs.
{{ end_with_person('amity_private', 'tallies', 520) }}
