"""What one GraphQL request does in the database: whose transactions, and what is asked once."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import Any, Generic, ParamSpec, Protocol, TypeAlias, TypeVar
from uuid import UUID

from graphql import GraphQLResolveInfo
from psycopg import AsyncConnection, IsolationLevel
from psycopg.errors import InFailedSqlTransaction
from psycopg.pq import TransactionStatus
from psycopg_pool import AsyncConnectionPool

from amity import labels, profiles
from amity.calls import Call
from amity.errors import NotJoined
from amity.speaking import speaking_as

P = ParamSpec("P")
T = TypeVar("T")
Pool = AsyncConnectionPool[AsyncConnection[Any]]

_MOST_PEOPLE = 1000  # in one call

_BEGIN = """
select
  set_config('statement_timeout', %s, true),
  exists (select from amity.people where id = (select amity.me()))
"""


class Operation:
    """One GraphQL request of a person: all it reads is one transaction, each act one of its own."""

    def __init__(self, pool: Pool, claims: Mapping[str, Any], statement_seconds: float) -> None:
        self.me = UUID(claims["sub"])
        self.labels = Batch(self, labels.of_people)
        self.profiles = Batch(self, profiles.of)
        self._pool = pool
        self._claims = claims
        self._timeout = f"{round(statement_seconds * 1000)}ms"
        self._reading = AsyncExitStack()
        self._conn: AsyncConnection[Any] | None = None
        self._opening = asyncio.Lock()
        self._reads = 0
        self._idle = asyncio.Event()

    @asynccontextmanager
    async def act(self) -> AsyncIterator[AsyncConnection[Any]]:
        """Give a connection whose transaction is committed at the end of the block."""
        await self.close()  # a request never holds two connections: many could wait for each other
        async with self._transaction() as conn:
            yield conn

    async def read(self, verb: Callable[P, Call[T]], *args: P.args, **kwargs: P.kwargs) -> T:
        """Make a call and run it in the transaction of everything that is read."""
        self._reads += 1
        try:
            async with self._opening:
                if self._conn is None:
                    self._conn = await self._reading.enter_async_context(self._transaction())
            return await verb(*args, **kwargs).on(self._conn)
        finally:
            self._reads -= 1
            if not self._reads:
                self._idle.set()

    async def close(self) -> None:
        """End the transaction of what was read, also where an answer did not wait for all of it."""
        self.labels.stop()
        self.profiles.stop()
        await self.has_read()
        self._conn = None
        with suppress(InFailedSqlTransaction):  # a field said that it failed
            await self._reading.aclose()

    async def has_read(self) -> None:
        """Wait until no read is under way."""
        while self._reads:
            self._idle.clear()
            await self._idle.wait()

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[AsyncConnection[Any]]:
        async with (
            self._pool.connection() as conn,
            _read_committed(conn),
            speaking_as(conn, self.me, claims=self._claims),
        ):
            cursor = await conn.execute(_BEGIN, [self._timeout], prepare=False)
            row = await cursor.fetchone()
            if not (row and row[1]):
                raise NotJoined("You have not joined yet", status=403)
            yield conn


@asynccontextmanager
async def _read_committed(conn: AsyncConnection[Any]) -> AsyncIterator[None]:
    """Have `speaking_as` begin and end a transaction, whatever the pool has configured."""
    autocommit, isolation = conn.autocommit, conn.isolation_level
    await conn.set_autocommit(True)
    await conn.set_isolation_level(IsolationLevel.READ_COMMITTED)
    try:
        yield
    finally:
        if conn.info.transaction_status is TransactionStatus.IDLE:  # not where it was lost
            await conn.set_autocommit(autocommit)
            await conn.set_isolation_level(isolation)


class _AboutPerson(Protocol):
    @property
    def person_id(self) -> UUID: ...


Info: TypeAlias = GraphQLResolveInfo[Operation]
Row = TypeVar("Row", bound=_AboutPerson)


class Batch(Generic[Row]):
    """Rows about people, read at once for all rows of a response that show a person."""

    def __init__(self, operation: Operation, verb: Callable[[list[UUID]], Call[list[Row]]]) -> None:
        self._operation = operation
        self._verb = verb
        self._wanted: set[UUID] = set()
        self._fetching: asyncio.Task[dict[UUID, Row]] | None = None

    def stop(self) -> None:
        """Read no more."""
        if self._fetching:
            self._fetching.cancel()
            self._fetching = None

    def of(self, person: UUID, read: Callable[[Row | None], T]) -> Awaitable[T]:
        """Read a value from the row about a person, once all rows that show people are there."""
        self._wanted.add(person)
        if self._fetching is None:
            self._fetching = asyncio.create_task(self._fetch())
        return self._read(self._fetching, person, read)

    async def _read(
        self, rows: Awaitable[dict[UUID, Row]], person: UUID, read: Callable[[Row | None], T]
    ) -> T:
        return read((await rows).get(person))

    async def _fetch(self) -> dict[UUID, Row]:
        await self._operation.has_read()
        people, self._wanted, self._fetching = sorted(self._wanted), set(), None
        found: dict[UUID, Row] = {}
        for begin in range(0, len(people), _MOST_PEOPLE):
            rows = await self._operation.read(self._verb, people[begin : begin + _MOST_PEOPLE])
            found |= {row.person_id: row for row in rows}
        return found
