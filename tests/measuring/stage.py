"""The server that is measured, and the databases on it, each made when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from functools import cache, cached_property
from pathlib import Path

import psycopg
from measuring.checkout import Checkout
from measuring.clients import Client
from measuring.database import scratch
from measuring.graph import Graph
from measuring.scale import Scale
from measuring.world import World


class Stage:
    """What trials are built on. What it opens, `stack` closes."""

    def __init__(
        self,
        server: str,
        psql: Path,
        scale: Scale,
        checkouts: list[Checkout],
        stack: ExitStack,
        say: Callable[[str], None],
    ) -> None:
        self.server = server
        self.psql = psql
        self.scale = scale
        self.checkouts = checkouts
        """Amity, and where revisions are compared, the other one."""
        self.has_others = len(checkouts) == 1
        """Whether other contestants than Amity are compared."""
        self.say = say
        self._stack = stack
        self._worlds: dict[int, list[World]] = {}

    @cached_property
    def version(self) -> str:
        """The version of the server, as `18.6`."""
        with psycopg.connect(self.server) as conn:
            return conn.execute("show server_version").fetchone()[0].split()[0]  # type: ignore[index]

    def database(self) -> AbstractContextManager[str]:
        """The URL of an empty database."""
        return scratch(self.server)

    def worlds(self, size: int, *, settled: bool = True) -> list[World]:
        """For each Amity, a database with so many connections.

        Settled, it has requests that wait, and statistics of them.
        """
        if size not in self._worlds:
            self._worlds[size] = [self._world(size, checkout) for checkout in self.checkouts]
        if settled:
            for world in self._worlds[size]:
                self.say(f"{size:,} connections: the tables of the other contestants")
                world.settle()
        return self._worlds[size]

    def _world(self, size: int, checkout: Checkout) -> World:
        url = self._stack.enter_context(self.database())
        self.say(f"{size:,} connections: the graph")
        graph = self._graph(size)
        self.say(f"{size:,} connections: {checkout.who} imports them")
        checkout.amity("up", url)
        return World(checkout.who, url, graph, has_others=self.has_others)

    @cache  # noqa: B019 - one stage a run
    def _graph(self, size: int) -> Graph:
        return Graph(size)

    def client(self, world: World) -> Client:
        """A connection that stays open."""
        client = Client(world.url)
        self._stack.enter_context(client.conn)
        return client

    def clients(self, world: World, number: int) -> list[Client]:
        """So many of them."""
        return [self.client(world) for _ in range(number)]
