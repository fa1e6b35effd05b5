{% from 'foundation/table.macro' import end_with_person %}
-- The ends of ties, which fire before, wait until no other act changes a tally of the person.
{{ end_with_person('amity_private', 'tallies', 520) }}
