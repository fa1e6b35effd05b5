"""Clients that do every act at random, all towards the same few people; and what is left broken."""

from __future__ import annotations

import random
from collections import Counter, deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import psycopg
from races.stage import MAKERS

from amity import accounts, circles, imports, invites, labels, people, step_backs, suggestions
from amity.errors import InvalidInput, Refusal
from amity.speaking import as_service, speaking_as

if TYPE_CHECKING:
    from amity.calls import Call

CLIENTS, PEOPLE = 16, 6

Conn = psycopg.Connection[Any]

TOWARDS: dict[str, Callable[[UUID], Call[Any]]] = {
    **{name: make for name, make in MAKERS.items() if name != "leave"},
    "step back": step_backs.step_back_from,
    "return": step_backs.return_to,
    "label": labels.label,
    "unlabel": labels.unlabel,
    "restore": suggestions.restore,
}
"""What a person does to another."""

IN_CIRCLE: dict[str, Callable[[UUID, UUID], Call[Any]]] = {
    "invite into a circle": circles.invite,
    "promote": circles.promote,
    "demote": circles.demote,
    "remove from a circle": circles.remove,
    "join a circle": lambda circle, _: circles.accept(circle),
    "decline a circle": lambda circle, _: circles.decline(circle),
    "leave a circle": lambda circle, _: circles.leave(circle),
    "end a circle": lambda circle, _: circles.end(circle),
}
"""What a person does in a circle, some of it to another."""

BY_SERVICE: dict[str, Callable[[UUID, UUID], Call[Any]]] = {
    "leave": lambda me, _: MAKERS["leave"](me),
    "tidy": lambda _, __: accounts.tidy(),
    "import connections": lambda me, other: imports.connections([str(me)], [str(other)]),
    "import follows": lambda me, other: imports.follows([str(me)], [str(other)]),
    "import blocks": lambda me, other: imports.blocks([str(me)], [str(other)]),
}
"""What a service does: one act in a hundred, because who leaves takes their ties along."""

SELDOM = ("block", "create a circle", "issue an invite")
"""What is nearly always possible, and would leave little to do for the other acts."""


@dataclass(frozen=True)
class Result:
    """How a race ended."""

    done: Counter[str]
    refused: Counter[str]
    failed: Counter[str]
    """Errors that are no refusal, as the database told them."""
    deadlocks: int
    broken: list[str]
    """What `amity.verify()` finds."""

    @property
    def is_clean(self) -> bool:
        return not (self.failed or self.deadlocks or self.broken)

    def __str__(self) -> str:
        """What was done and refused, most often first, and everything that may not happen."""
        lines = [
            f"{self.done.total():,} acts done: {_listed(self.done)}",
            f"{self.refused.total():,} refused: {_listed(self.refused)}",
            f"{self.failed.total():,} failed: {_listed(self.failed)}",
            f"{self.deadlocks:,} deadlocks, {len(self.broken):,} broken invariants",
        ]
        return "\n".join([*lines, *self.broken])


def _listed(counted: Counter[str]) -> str:
    return ", ".join(f"{what} {times:,}" for what, times in counted.most_common()) or "none"


def run(url: str, acts: int, on_act: Callable[[], object]) -> Result:
    """Has the clients do so many acts together, in a database with nothing in it but Amity."""
    course = _Course(url, on_act)
    with psycopg.connect(url, autocommit=True) as conn:
        # six people do what thousands would: a wait or a limit would refuse most of it
        conn.execute("update amity.settings set value = null where name = 'request_cooldown'")
        conn.execute("update amity.rate_limits set max_actions = null")
        conn.execute("insert into amity.people (id) select unnest(%s::uuid[])", [course.people])
        shares = [len(range(client, acts, CLIENTS)) for client in range(CLIENTS)]
        with ThreadPoolExecutor(CLIENTS) as pool:
            try:
                list(pool.map(course.act, range(CLIENTS), shares))
            finally:
                course.is_over = True  # also after Ctrl-C
        with as_service(conn):
            broken = [str(each) for each in accounts.verify().on(conn)]
        # what a session counted is in the view once the session has ended
        row = conn.execute(
            "select deadlocks from pg_stat_database where datname = current_database()"
        ).fetchone()
    return Result(course.done, course.refused, course.failed, row[0] if row else 0, broken)


@dataclass
class _Course:
    """What the clients share: the people, the last circles and the last tokens of invites."""

    url: str
    on_act: Callable[[], object]
    people: list[UUID] = field(default_factory=lambda: [uuid4() for _ in range(PEOPLE)])
    circles: deque[UUID] = field(default_factory=lambda: deque(maxlen=3))
    tokens: deque[str] = field(default_factory=lambda: deque(maxlen=3))
    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    is_over: bool = False

    def act(self, seed: int, times: int) -> None:
        """Be one client."""
        chance = random.Random(seed)
        with psycopg.connect(self.url, autocommit=True) as conn:
            for _ in range(times):
                if self.is_over:
                    return
                name, who, call = self._choose(chance)
                try:
                    with speaking_as(conn, who) if who else as_service(conn):
                        made = call.on(conn)
                    if name == "leave" and made:
                        with speaking_as(conn, made[0]):
                            people.join().on(conn)
                    self._keep(made)
                    self.done[name] += 1
                except InvalidInput as error:
                    self.failed[f"{name}: {error}"] += 1
                except Refusal as refusal:
                    self.refused[refusal.slug] += 1
                except psycopg.Error as error:
                    self.failed[f"{name}: {error.sqlstate} {error}"] += 1
                self.on_act()

    def _choose(self, chance: random.Random) -> tuple[str, UUID | None, Call[Any]]:
        """Give the name of an act, who does it (a service is no one), and the call."""
        me, other = chance.sample(self.people, 2)
        if chance.random() < 0.01:
            name = chance.choice(list(BY_SERVICE))
            return name, None, BY_SERVICE[name](me, other)
        circle = chance.choice([*self.circles, None])
        token = chance.choice([*self.tokens, None])
        acts: dict[str, Callable[[], Call[Any]]] = {
            **{name: partial(make, other) for name, make in TOWARDS.items()},
            "create a circle": partial(circles.create, "climbers"),
            "issue an invite": invites.issue,
        }
        if token:
            acts["redeem an invite"] = partial(invites.redeem, token)
        if circle:
            acts |= {name: partial(make, circle, other) for name, make in IN_CIRCLE.items()}
        weights = [0.2 if name in SELDOM else 1 for name in acts]
        (name,) = chance.choices(list(acts), weights)
        return name, me, acts[name]()

    def _keep(self, made: object) -> None:
        """Let all clients know of a circle or an invite."""
        if isinstance(made, circles.Circle):
            self.circles.append(made.id)
        elif isinstance(made, invites.IssuedInvite):
            self.tokens.append(made.token)
