"""Ties from elsewhere, many at once."""

from __future__ import annotations

from functools import partial
from itertools import islice

import psycopg
from measuring.clients import Cost
from measuring.copies import Copies
from measuring.row import Row, Side, Trial, Unit
from measuring.scale import Scale
from measuring.stage import Stage
from measuring.world import COPY_WITH_HISTORY, World, imported


def trials(scale: Scale) -> list[Trial]:
    empty = Row(
        "import into an empty database",
        Unit.RATE,
        "connections with their dates, by `imports.run`, into a database that has only people",
        in_brief=True,
    )
    live = Row(
        "import onto a live table",
        Unit.RATE,
        f"{scale.lines:,} connections more, into a table that has {scale.edges:,}",
    )
    waiting = Row(
        "import where requests wait",
        Unit.RATE,
        f"the same where {scale.waiting:,} requests wait, of which no statistics know, and half"
        " are accepted by the import; COPY accepts none",
    )
    return [
        Trial([empty], partial(_into_empty, empty.name), most_rounds=1),
        Trial([live], partial(_onto_live, live.name, 0), most_rounds=2),
        Trial([waiting], partial(_onto_live, waiting.name, scale.waiting), most_rounds=2),
    ]


def _into_empty(row: str, stage: Stage) -> list[Side]:
    """What making the databases cost."""
    return [
        Side(who, size, partial(dict, [(row, cost)]))
        for size in reversed(stage.scale.sizes)
        for world in stage.worlds(size, settled=False)
        for who, cost in world.loaded.items()
    ]


def _onto_live(row: str, waiting: int, stage: Stage) -> list[Side]:
    sides = []
    for world in stage.worlds(stage.scale.edges, settled=False):
        run = partial(_import, row, world, stage.scale.lines, waiting)
        sides.append(Side(world.who, world.graph.size, run))
        if world.has_others:
            run = partial(_copy, row, world, stage.scale.lines)
            sides.append(Side(COPY_WITH_HISTORY, world.graph.size, run))
    return sides


def _import(row: str, world: World, lines: int, waiting: int) -> dict[str, Cost]:
    ties = list(islice(world.graph.strangers(), lines))
    with psycopg.connect(world.url, autocommit=True) as conn:
        if waiting:
            others = islice(world.graph.strangers(), waiting - waiting // 2)
            world.request(conn, [*ties[: waiting // 2], *others])
        return {row: imported(conn, "connections", world.edges(ties))}


def _copy(row: str, world: World, lines: int) -> dict[str, Cost]:
    ties = list(islice(world.graph.strangers(), lines))
    with psycopg.connect(world.url, autocommit=True) as conn:
        return {row: Copies(world.edges(ties)).into_logged(conn)}
