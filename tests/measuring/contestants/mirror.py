"""A mirrored adjacency table: each connection from both of its ends."""

WHO = "a mirrored adjacency table"

_MUTUAL = """
    from mirror.edges as mine
    join mirror.edges as theirs on theirs.other_id = mine.other_id
    where mine.person_id = '{me}' and mine.is_accepted
      and theirs.person_id = '{other}' and theirs.is_accepted"""

# Each answer as a statement.
READS = {
    "mutual page": f"select mine.other_id {_MUTUAL} order by mine.other_id limit 50",
    "mutual count": f"select count(*) {_MUTUAL}",
    "suggestions": """
        select theirs.other_id, count(*)
        from mirror.edges as mine
        join mirror.edges as theirs on theirs.person_id = mine.other_id
        where mine.person_id = '{me}' and mine.is_accepted and theirs.is_accepted
          and theirs.other_id <> '{me}'
          and theirs.other_id not in (
            select other_id from mirror.edges where person_id = '{me}')
        group by theirs.other_id order by count(*) desc, theirs.other_id limit 10""",
}
