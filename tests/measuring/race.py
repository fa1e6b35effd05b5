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
from measuring.acts import ALONE, BY_SERVICE, COME_BACK, IN_CIRCLE, LEAVE, SELDOM, TOWARDS

from amity import accounts, circles, invites
from amity.errors import InvalidInput, Refusal
from amity.speaking import as_service, speaking_as

if TYPE_CHECKING:
    from amity.calls import Call

CLIENTS, PEOPLE = 16, 6

Conn = psycopg.Connection[Any]


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
        conn.execute("create table public.users (id uuid primary key)")
        conn.execute("grant all on public.users to service_role")
        conn.execute("select amity.attach_people('public.users')")
        course.come_back(conn)
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
                    if name in LEAVE:
                        self.come_back(conn)
                    self._keep(made)
                    self.done[name] += 1
                except InvalidInput as error:
                    self.failed[f"{name}: {error}"] += 1
                except Refusal as refusal:
                    self.refused[refusal.slug] += 1
                except psycopg.Error as error:
                    self.failed[f"{name}: {error.sqlstate} {error}"] += 1
                self.on_act()

    def come_back(self, conn: Conn) -> None:
        """Make each of the people one again who is none."""
        for statement in COME_BACK:
            conn.execute(statement, {"people": self.people})

    def _choose(self, chance: random.Random) -> tuple[str, UUID | None, Call[Any]]:
        """Give the name of an act, who does it (a service is no one), and the call."""
        me, other = chance.sample(self.people, 2)
        if chance.random() < 0.03:
            name = chance.choice(list(BY_SERVICE))
            return name, None, BY_SERVICE[name](me, other)
        circle = chance.choice([*self.circles, None])
        token = chance.choice([*self.tokens, None])
        acts: dict[str, Callable[[], Call[Any]]] = {
            **{name: partial(make, other) for name, make in TOWARDS.items()},
            **ALONE,
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
