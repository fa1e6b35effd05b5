"""What two people have in common, and who else a person may know, by how many each knows."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from measuring.contestants import mirror
from measuring.row import Row, Side, Trial, Unit
from measuring.rows.reads import Question, side
from measuring.scale import Scale
from measuring.stage import Stage

_HOW = {
    "mutual page": "the first 50 people whom a person and another both know",
    "mutual count": "how many people a person and another both know",
    "suggestions": "the ten people with the most connections in common with a person",
}


def trials(scale: Scale) -> list[Trial]:
    return [
        Trial(
            [
                Row(
                    _named(name, degree),
                    Unit.TIME,
                    f"{how}, where each has about {degree:,} connections",
                )
            ],
            partial(_sides, name, degree),
            most_rounds=3,
        )
        for name, how in _HOW.items()
        for degree in scale.degrees
    ]


def _sides(name: str, degree: int, stage: Stage) -> list[Side]:
    return list(_each_side(name, degree, stage))


def _each_side(name: str, degree: int, stage: Stage) -> Iterator[Side]:
    row = _named(name, degree)
    for world in stage.worlds(stage.scale.edges):
        one, other = (world.graph.ids[person] for person in world.graph.near(degree, 2))
        asked = [Question(one, other, []), Question(other, one, [])]
        yield side(stage, world, row, world.who, [(q, q.of_amity(name)) for q in asked])
        if world.has_others:
            mirrored = [(q, q.in_sql(mirror.READS[name])) for q in asked]
            yield side(stage, world, row, mirror.WHO, mirrored, None)


def _named(name: str, degree: int) -> str:
    return f"{name}, degree {degree:,}"
