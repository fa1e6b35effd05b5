"""Measures trials in rounds: each side in turn, so that what disturbs one disturbs all."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import psycopg
from measuring.row import Figures, Row, Side, Trial
from measuring.stage import Stage


def measured(
    trials: list[Trial], stage: Stage, is_wanted: Callable[[Row], bool]
) -> Iterator[list[Figures]]:
    """Measures one trial after the other; gives the figures of the rows that are wanted."""
    for trial in trials:
        wanted = [row for row in trial.rows if is_wanted(row)]
        if wanted:
            with stage.trial():
                figures = _measured(trial, wanted, stage)
            yield figures


def _measured(trial: Trial, wanted: list[Row], stage: Stage) -> list[Figures]:
    sides = trial.build(stage)
    rounds = min(trial.most_rounds, stage.scale.rounds)
    names = wanted[0].name + (" and others" if wanted[1:] else "")
    if rounds > 1:
        sides = [side for side in sides if _warmed_up(side, stage, names)]
    figures = {
        (row.name, side.who, side.size): Figures(row, side.who, side.size)
        for row in wanted
        for side in sides
    }
    for number in range(rounds):
        stage.say(f"{names}: round {number + 1} of {rounds}")
        first = number % len(sides)
        for side in sides[first:] + sides[:first]:
            for name, cost in side.run().items():
                if (name, side.who, side.size) in figures:
                    figures[name, side.who, side.size].costs.append(cost)
    return [each for each in figures.values() if each.costs]


def _warmed_up(side: Side, stage: Stage, names: str) -> bool:
    """Runs a side for the first time. Another revision may lack what is measured: it stays out."""
    stage.say(f"{names}: warming up, {side.who}")
    try:
        side.run()
    except psycopg.Error:
        if side.who == stage.checkouts[0].who or stage.has_others:
            raise
        return False
    return True
