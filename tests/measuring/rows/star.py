"""Many clients at one person: what they do must not queue up behind each other."""

from __future__ import annotations

from itertools import islice

from measuring.clients import Client, Cost, shared_out
from measuring.contestants.amity import AMITY
from measuring.row import Row, Side, Trial, Unit
from measuring.stage import Stage
from measuring.world import World

_CLIENTS = 64
_MANY = "following a different person each time"
_ROW = Row(
    f"{_CLIENTS} clients follow one person",
    Unit.RATE,
    "at the same time, different people follow the same person; the other side is Amity as well,"
    " where they follow different people",
)


def trials() -> list[Trial]:
    return [Trial([_ROW], _sides)]


def _sides(stage: Stage) -> list[Side]:
    sides = []
    for world in stage.worlds(stage.scale.edges):
        clients = stage.clients(world, _CLIENTS)
        one = Followers(world, clients, stage.scale.seconds, star=True)
        sides.append(Side(world.who, world.graph.size, one.follow))
        if world.has_others:
            many = Followers(world, clients, stage.scale.seconds, star=False)
            sides.append(Side(_MANY, world.graph.size, many.follow))
    return sides


class Followers:
    """People who follow one star, or each another person."""

    def __init__(self, world: World, clients: list[Client], seconds: float, *, star: bool) -> None:
        self._clients = clients
        self._seconds = seconds
        ids = world.graph.ids
        pairs = world.graph.fans() if star else world.graph.strangers()
        self._pairs = ((ids[one], ids[other]) for one, other in pairs)
        self._least = 2 * len(clients)  # in a round
        self._number = self._least  # in the first one, which is the warm-up

    def follow(self) -> dict[str, Cost]:
        acts = [
            [AMITY.act("follow", one, other)] for one, other in islice(self._pairs, self._number)
        ]
        cost = shared_out(self._clients, acts)
        self._number = max(self._least, int(self._seconds / cost.each))
        return {_ROW.name: cost}
