"""A page of a host's own table behind `guard_table`, by how many ties the reader has."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import psycopg
from measuring.contestants import amity, bare
from measuring.row import Row, Side, Trial, Unit
from measuring.rows.reads import Question, side
from measuring.scale import Scale
from measuring.stage import Stage
from measuring.world import World

_OTHER = "SQL written by hand over bare tables"

_TABLE = """
create table public.posts (
  id bigint generated always as identity primary key,
  author_id uuid not null,
  audience text not null,
  body text not null,
  created_at timestamptz not null
)
"""
_POSTS = """
insert into public.posts (author_id, audience, body, created_at)
select (%(people)s::uuid[])[1 + (n * 7919::bigint) %% %(number)s],
  case when n %% 5 < 3 then 'everyone' when n %% 5 = 3 then 'connections' else 'followers' end,
  repeat('words ', 30), timestamptz '2024-01-01' + n * interval '1 second'
from generate_series(1, %(posts)s) as n
"""
_GUARD = (
    "create index on public.posts (created_at desc, id desc)",
    "grant select on public.posts to authenticated",
    "select amity.guard_table('public.posts', 'author_id', audience_column => 'audience')",
    "vacuum analyze public.posts",
)


def trials(scale: Scale) -> list[Trial]:
    return [
        Trial(
            [
                Row(
                    _named(ties),
                    Unit.TIME,
                    f"the newest 50 posts that a person may see, of {scale.posts:,}, three in five"
                    " of them for everyone, the rest for connections or followers",
                    in_brief=ties == scale.feed_ties[2],
                )
            ],
            partial(_sides, ties),
        )
        for ties in scale.feed_ties
    ]


def _sides(ties: int, stage: Stage) -> list[Side]:
    return list(_each_side(ties, stage))


def _each_side(ties: int, stage: Stage) -> Iterator[Side]:
    row = _named(ties)
    for world in stage.worlds(stage.scale.edges):
        post(world, stage.scale.posts)
        asked = Question(world.graph.ids[world.graph.feed_readers[ties]], "", [])
        yield side(stage, world, row, world.who, [(asked, amity.FEED.encode())])
        if world.has_others:
            by_hand = asked.in_sql(bare.READS["feed"])
            yield side(stage, world, row, _OTHER, [(asked, by_hand)], None)


def _named(ties: int) -> str:
    return f"feed, {ties:,} ties"


def post(world: World, number: int) -> None:
    """Makes the table of posts, once."""
    with psycopg.connect(world.url, autocommit=True) as conn:
        if conn.execute("select to_regclass('public.posts')").fetchone() != (None,):
            return
        people = world.graph.ids
        conn.execute(_TABLE)
        conn.execute(_POSTS, {"people": people, "number": len(people), "posts": number})
        for statement in _GUARD:
            conn.execute(statement)
