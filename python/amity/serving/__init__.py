"""What `amity serve` serves: the GraphQL API, the components, and what happens, as it happens."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import Route

from amity.graphql.endpoint import Endpoint
from amity.graphql.limits import Limits
from amity.serving import files, health
from amity.serving.events import Events
from amity.serving.tokens import Tokens

__all__ = ["Tokens", "app"]


def app(
    database: str,
    tokens: Tokens,
    *,
    limits: Limits,
    connections: int = 20,
    streams: int = 100,
    origins: Sequence[str] = (),
    introspection: bool = True,
    graphiql: bool = False,
) -> Starlette:
    """Make the application.

    Args:
        database: a URL or connection string, as libpq takes them.
        tokens: tells who sends a request.
        limits: what one GraphQL request may ask for.
        connections: how many the pool has at most. Streams take one more, all together.
        streams: how many streams of events can be open at once.
        origins: the sites whose pages may send requests from a browser.
        introspection: whether clients may ask for the GraphQL schema.
        graphiql: whether a browser gets a page to write queries in.
    """
    pool: AsyncConnectionPool[AsyncConnection[Any]] = AsyncConnectionPool(
        database,
        min_size=1,
        max_size=connections,
        open=False,
        # a server that was started anew has closed them all
        check=AsyncConnectionPool.check_connection,
        kwargs={
            "autocommit": True,
            "prepare_threshold": None,
            "client_encoding": "utf8",
            "fallback_application_name": "amity serve",
        },
    )
    graphql = Endpoint(pool, tokens.claims, limits, introspection=introspection)
    events = Events(graphql, database, streams)
    routes = [
        Route("/graphql", graphql.answer, methods=["POST"]),
        Route("/events", events.answer),
        Route("/health", health.alive),
        Route("/ready", health.Ready(database).answer),
        *files.routes(),
    ]
    if graphiql:
        routes.append(Route("/graphql", files.graphiql))
    cors = Middleware(
        CORSMiddleware,
        allow_origins=origins,
        allow_methods=["GET", "POST"],
        allow_headers=["authorization", "content-type", "last-event-id"],
        max_age=600,
    )

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        await pool.open()
        waking = asyncio.create_task(events.wake())
        try:
            yield
        finally:
            waking.cancel()
            await pool.close(timeout=1)

    return Starlette(routes=routes, middleware=[cors] if origins else [], lifespan=lifespan)
