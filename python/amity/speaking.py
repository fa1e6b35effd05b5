"""Speak as a person or a service for one transaction, as PostgREST does for one request."""

from __future__ import annotations

import json
import reprlib
import textwrap
from collections.abc import AsyncIterator, Awaitable, Coroutine, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from inspect import isawaitable
from typing import Any, Generic, TypeVar, cast
from uuid import UUID

import psycopg
from psycopg import sql
from psycopg.pq import TransactionStatus
from psycopg.rows import tuple_row

from amity.database import expect_connection, translated
from amity.errors import AmityError, InvalidInput

__all__ = ["IdentityError", "as_service", "signed_out", "speaking_as"]

SyncConnection = psycopg.Connection[Any]
AsyncConnection = psycopg.AsyncConnection[Any]
Conn = TypeVar("Conn", bound=SyncConnection | AsyncConnection)
T = TypeVar("T")

_SPEAK = """
select
  current_setting('role'),
  coalesce(current_setting('request.jwt.claims', true), ''),
  set_config('role', %s, true),
  set_config('request.jwt.claims', %s, true)
"""
# A statement of its own: the login role may be unable to read the schema before the role is set.
_WHO = "select current_user::text, current_setting('request.jwt.claims', true), amity.me()::text"
_RESTORE = "select set_config('role', %s, true), set_config('request.jwt.claims', %s, true)"


def grant_to(user: str) -> str:
    """The statement that lets a role speak for people and as a service."""
    return f"grant authenticated, service_role to {sql.Identifier(user).as_string()}"


class IdentityError(AmityError):
    """The database answers as another speaker than the one asked for. Nothing was run."""

    def __init__(self, asked: Sequence[Any], found: Sequence[Any]) -> None:
        super().__init__(
            "Role, claims or amity.me() are not those of the speaker: asked for"
            f" {_shown(asked)}, found {_shown(found)}.",
            "Claims must be JSON that Postgres can read, and a replaced amity.me() must give the"
            " person in their `sub`. Behind a pooler, connect with prepare_threshold=None.",
        )


class _Speaking(Generic[Conn]):
    """A role and claims, for ``with`` or ``async with``: written once, for both."""

    def __init__(self, conn: Conn, role: str, claims: str, person: str | None) -> None:
        self._conn = conn
        self._who = (role, claims, person)

    async def _enter(self, kind: type[Any]) -> Conn:
        takes = "`with` takes a Connection, `async with` an AsyncConnection"
        expect_connection(self._conn, kind, takes)
        self._block = _block(self._conn, self._who)
        await self._block.__aenter__()
        return self._conn

    def __enter__(self: _Speaking[SyncConnection]) -> SyncConnection:
        return _at_once(self._enter(psycopg.Connection))

    def __exit__(self: _Speaking[SyncConnection], *raised: Any) -> bool | None:
        return _at_once(self._block.__aexit__(*raised))

    async def __aenter__(self: _Speaking[AsyncConnection]) -> AsyncConnection:
        return await self._enter(psycopg.AsyncConnection)

    async def __aexit__(self: _Speaking[AsyncConnection], *raised: Any) -> bool | None:
        return await self._block.__aexit__(*raised)


@asynccontextmanager
async def _block(conn: Any, who: tuple[str, str, str | None]) -> AsyncIterator[None]:
    """Speak in a block.

    On an idle connection in autocommit the block is one transaction. On any other connection the
    transaction belongs to the owner of the connection, even before its first statement: the block
    is a savepoint in it, restores the role and the claims, and commits nothing.
    """
    status = conn.info.transaction_status
    if status is TransactionStatus.INERROR:
        # Checked first: psycopg would count a savepoint that it could not make.
        raise psycopg.errors.InFailedSqlTransaction(
            "The transaction of this connection has failed. Roll it back first."
        )
    owned = status is TransactionStatus.IDLE and conn.autocommit
    if status is TransactionStatus.IDLE and not owned:
        # psycopg begins a transaction before any statement, and this one does nothing else
        await _ask(conn, "select")
    async with AsyncExitStack() as stack:
        transaction = conn.transaction()
        if isinstance(conn, psycopg.AsyncConnection):
            await stack.enter_async_context(transaction)
        else:
            stack.enter_context(transaction)
        try:
            before = (await _ask(conn, _SPEAK, *who[:2]))[:2]
            await _expect(conn, who, _WHO)
        except psycopg.errors.InsufficientPrivilege as error:
            raise psycopg.errors.InsufficientPrivilege(
                f"{error.diag.message_primary}. Let a superuser, or a role with the admin option"
                f" on it, run: {grant_to(conn.info.user)};"
            ) from error
        except (psycopg.errors.InvalidSchemaName, psycopg.errors.InvalidParameterValue) as error:
            raise translated(error) from None
        yield
        if conn.info.transaction_status is TransactionStatus.INERROR:
            # A caught refusal broke the transaction: a commit would roll it back without an error.
            raise psycopg.errors.InFailedSqlTransaction(
                "A refusal inside this block has rolled it back. To catch a refusal and continue,"
                " put the call into a `with conn.transaction():` of its own."
            )
        if not owned:
            await _expect(conn, before, _RESTORE, *before)


async def _ask(conn: Any, query: str, *values: Any) -> Sequence[Any]:
    """The row of a statement that is never prepared.

    Behind a pooler, the name of a prepared statement may be that of another client's.
    """
    cursor = conn.cursor(row_factory=tuple_row)
    await _settled(cursor.execute(query, values, prepare=False))
    row: Sequence[Any] = await _settled(cursor.fetchone())
    return row


async def _expect(conn: Any, asked: Sequence[Any], query: str, *values: Any) -> None:
    found = await _ask(conn, query, *values)
    if found != asked:
        raise IdentityError(asked, found)


def speaking_as(
    conn: Conn, person: UUID | str, *, claims: Mapping[str, Any] | None = None
) -> _Speaking[Conn]:
    """Speaks for a person until the block ends: role ``authenticated``, the person as ``sub``.

    :param conn: a psycopg connection of either kind, whose user may become ``authenticated``.
    :param person: the id of the person: :func:`amity.people.of` finds it by a key of your own.
    :param claims: more claims of the token, for a host's own policies.

    On a connection in autocommit the block is one transaction. On any other it is part of the
    connection's transaction, which its owner commits: you, ``with psycopg.connect(…)``, a pool,
    Django's ``atomic()``, a session of SQLAlchemy. An exception rolls the block back. So does a
    refusal that is caught inside, and the end of the block then raises ``InFailedSqlTransaction``.

    Raises :class:`~amity.errors.InvalidInput` for what is no id, such as ``None`` (see
    :func:`signed_out`), and :class:`IdentityError`, before anything is run, where the database
    answers as another speaker. Entering raises ``psycopg.errors.InsufficientPrivilege``, with the
    missing grant, where the connection's user may not become ``authenticated``.
    """
    id_ = _id(person)
    return _Speaking(conn, "authenticated", _token({**(claims or {}), "sub": id_}), id_)


def signed_out(conn: Conn) -> _Speaking[Conn]:
    """Speaks for no person until the block ends: role ``authenticated``, no ``sub``."""
    return _Speaking(conn, "authenticated", _token({}), None)


def as_service(conn: Conn) -> _Speaking[Conn]:
    """Speaks as the service until the block ends: role ``service_role``, no claims."""
    return _Speaking(conn, "service_role", "", None)


def _id(person: UUID | str) -> str:
    try:
        return str(UUID(str(person)))
    except ValueError:
        raise InvalidInput(
            f"{reprlib.repr(person)} is not the id of a person",
            "people.of() finds the id by a key of your own, or gives None.",
        ) from None


def _token(claims: Mapping[str, Any]) -> str:
    try:
        return json.dumps({**claims, "role": "authenticated"}, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise InvalidInput(
            f"The claims cannot be written as JSON: {textwrap.shorten(str(error), 100)}",
            "JSON has texts, numbers, true, false, null, lists and objects.",
        ) from error


def _shown(who: Sequence[Any]) -> str:
    """Role and person, without the claims, which may be secret."""
    return textwrap.shorten(" ".join(str(each) for each in (*who[:1], *who[2:])), 100)


async def _settled(value: Awaitable[T] | T) -> T:
    """The result of either kind of connection: at once, or when awaited."""
    return await value if isawaitable(value) else value


def _at_once(steps: Coroutine[Any, Any, T]) -> T:
    """Runs a coroutine that never waits, as on a synchronous connection."""
    try:
        steps.send(None)
    except StopIteration as end:
        return cast("T", end.value)
    raise AssertionError("A synchronous connection cannot wait.")
