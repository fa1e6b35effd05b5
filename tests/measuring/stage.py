"""The server that is measured, and the databases on it, each made when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

import psycopg
from measuring.checkout import Checkout
from measuring.clients import Client
from measuring.database import scratch
from measuring.graph import Graph
from measuring.scale import Scale
from measuring.world import World
from psycopg.conninfo import conninfo_to_dict


class Stage:
    """What trials are built on. What it opens, `stack` closes."""

    def __init__(
        self,
        server: str,
        psql: str | Path,
        scale: Scale,
        checkouts: list[Checkout],
        stack: ExitStack,
        say: Callable[[str], None],
    ) -> None:
        self.server = server
        self.psql = psql
        """The program that runs SQL files."""
        self.scale = scale
        self.checkouts = checkouts
        """Amity, and where revisions are compared, the other one."""
        self.has_others = len(checkouts) == 1
        """Whether other contestants than Amity are compared."""
        self.say = say
        self._stack = stack
        self._connections = ExitStack()
        self._templates: dict[Checkout, str] = {}
        self._graphs: dict[int, Graph] = {}
        self._worlds: dict[int, list[World]] = {}

    def empty_database(self) -> AbstractContextManager[str]:
        """The URL of a database without Amity."""
        return scratch(self.server)

    @contextmanager
    def database(self, checkout: Checkout) -> Iterator[str]:
        """The URL of a database with Amity, and nothing in it."""
        if checkout not in self._templates:
            self.say(f"installing {checkout.who}")
            self._templates[checkout] = self._stack.enter_context(self.empty_database())
            checkout.amity("up", self._templates[checkout])
            # judged in every act, and never met: a few people act for many here
            with psycopg.connect(self._templates[checkout]) as conn:
                conn.execute("update amity.rate_limits set max_actions = 1000000, per = '1 hour'")
        template = conninfo_to_dict(self._templates[checkout])["dbname"]
        with scratch(self.server, str(template)) as url:
            yield url

    def worlds(self, size: int, *, settled: bool = True) -> list[World]:
        """For each Amity, a database with so many connections.

        Settled, it has requests that wait, and statistics of them.
        """
        if size not in self._worlds:
            self._worlds[size] = [self._world(size, checkout) for checkout in self.checkouts]
        for world in self._worlds[size]:
            if settled and not world.is_settled:
                self.say(f"filling the tables of the others, {size:,} connections")
                world.settle()
        return self._worlds[size]

    def _world(self, size: int, checkout: Checkout) -> World:
        if size not in self._graphs:
            self.say(f"drawing a graph of {size:,} connections")
            self._graphs[size] = Graph(size)
        url = self._stack.enter_context(self.database(checkout))
        self.say(f"{checkout.who} imports {size:,} connections")
        return World(checkout.who, url, self._graphs[size], has_others=self.has_others)

    @contextmanager
    def trial(self) -> Iterator[None]:
        """Closes, at its end, the connections that were made during it."""
        with ExitStack() as self._connections:
            yield

    def client(self, world: World) -> Client:
        """A connection that stays open until the trial ends."""
        client = Client(world.url)
        self._connections.enter_context(client.conn)
        return client

    def clients(self, world: World, number: int) -> list[Client]:
        """So many of them."""
        return [self.client(world) for _ in range(number)]
