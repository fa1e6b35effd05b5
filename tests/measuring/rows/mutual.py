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
_PEOPLE = 4


def trials(scale: Scale) -> list[Trial]:
    return [
        Trial(
            [
                Row(
                    f"{name}, degree {degree:,}",
                    Unit.TIME,
                    f"{how}, where each has about {degree:,} connections",
                )
            ],
            partial(_sides, name, degree),
        )
        for name, how in _HOW.items()
        for degree in scale.degrees
    ]


def _sides(name: str, degree: int, stage: Stage) -> list[Side]:
    return list(_each_side(name, degree, stage))


def _each_side(name: str, degree: int, stage: Stage) -> Iterator[Side]:
    row = f"{name}, degree {degree:,}"
    for world in stage.worlds(stage.scale.edges):
        near = [world.graph.ids[one] for one in world.graph.near(degree, _PEOPLE)]
        asked = [
            Question(me, other, []) for me, other in zip(near, near[1:] + near[:1], strict=True)
        ]
        yield side(
            stage,
            world,
            world.who,
            "authenticated",
            {row: [(question, question.of_amity(name)) for question in asked]},
        )
        if world.has_others:
            yield side(
                stage,
                world,
                mirror.WHO,
                None,
                {row: [(question, question.in_sql(mirror.READS[name])) for question in asked]},
            )
