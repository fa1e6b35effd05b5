"""What people do, by one client and by several at the same time."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import islice

from measuring.clients import Client, Cost, shared_out
from measuring.contestants.actor import Actor
from measuring.contestants.amity import AMITY
from measuring.contestants.bare import BARE, LOGGED
from measuring.contestants.friendships import FRIENDSHIPS
from measuring.row import Row, Side, Trial, Unit
from measuring.stage import Stage
from measuring.world import World

CLIENTS = (1, 8, 16)

_OTHERS = (LOGGED, BARE, FRIENDSHIPS)

_HOW = {
    "request + accept": "one person requests a connection and the other accepts it, each in a"
    " transaction and a round trip of their own",
    "remove": "one of two connected people ends the connection",
    "block": "one of two connected people blocks the other, which ends the connection; the bare"
    " client writes a block and deletes the pair's connection and follows",
    "cancel": "a person cancels their request",
    "follow": "a person follows another",
    "unfollow": "a person stops following another",
}


def trials() -> list[Trial]:
    return [
        Trial(
            [
                Row(
                    _named(act, clients),
                    Unit.RATE,
                    f"{how}; clients at the same time: {clients}",
                    in_brief=act == "request + accept" and clients == CLIENTS[0],
                )
                for act, how in _HOW.items()
            ],
            partial(_sides, clients),
        )
        for clients in CLIENTS
    ]


def _named(act: str, clients: int) -> str:
    return f"{act}, {clients} client{'s' if clients > 1 else ''}"


def _sides(clients: int, stage: Stage) -> list[Side]:
    sides = []
    for size in stage.scale.sizes[-1:] if clients > 1 else reversed(stage.scale.sizes):
        for world in stage.worlds(size):
            actors = [replace(AMITY, who=world.who), *(_OTHERS if world.has_others else ())]
            for actor in actors:
                people = People(world, actor, stage.clients(world, clients), stage.scale.seconds)
                sides.append(Side(actor.who, size, people.live))
    return sides


class People:
    """The people of a world who act, through so many clients of one contestant."""

    def __init__(self, world: World, actor: Actor, clients: list[Client], seconds: float) -> None:
        self._actor = actor
        self._clients = clients
        self._seconds = seconds
        ids = world.graph.ids
        self._pairs = ((ids[one], ids[other]) for one, other in world.graph.strangers())
        self._number = 4 * len(clients)  # of pairs in the first round, which is the warm-up

    def live(self) -> dict[str, Cost]:
        """Has pairs of strangers do everything once, and gives what each act costs."""
        pairs = list(islice(self._pairs, self._number))
        half, rest = pairs[::2], pairs[1::2]
        both = self._do(pairs, "request", "accept")
        costs = {
            "request + accept": both,
            "remove": self._do(half, "remove"),
            "block": self._do(rest, "block"),
        }
        self._do(half, "request")
        costs |= {
            "cancel": self._do(half, "cancel"),
            "follow": self._do(half, "follow"),
            "unfollow": self._do(half, "unfollow"),
        }
        if both is not None:
            self._number = 2 * max(len(self._clients), int(self._seconds / both.each / 2))
        clients = len(self._clients)
        return {_named(act, clients): cost for act, cost in costs.items() if cost is not None}

    def _do(self, pairs: list[tuple[str, str]], *verbs: str) -> Cost | None:
        """What it costs that each pair does this, if the contestant can: the second one accepts."""
        if not self._actor.verbs.issuperset(verbs):
            return None
        act = self._actor.act
        acts = [
            [act(verb, other, one) if verb == "accept" else act(verb, one, other) for verb in verbs]
            for one, other in pairs
        ]
        return shared_out(self._clients, acts)
