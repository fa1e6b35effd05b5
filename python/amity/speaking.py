"""Speak as a person or a service for one transaction, as PostgREST does for one request."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Awaitable, Coroutine, Mapping, Sequence
from inspect import isawaitable
from types import TracebackType
from typing import Any, Generic, TypeVar, cast
from uuid import UUID

import psycopg
from psycopg import sql
from psycopg.pq import TransactionStatus
from psycopg.rows import tuple_row

from amity.errors import AmityError, InvalidInput

__all__ = ["IdentityError", "as_service", "signed_out", "speaking_as"]

SyncConnection = psycopg.Connection[Any]
AsyncConnection = psycopg.AsyncConnection[Any]
Conn = TypeVar("Conn", bound=SyncConnection | AsyncConnection)
T = TypeVar("T")

# Psycopg begins a transaction before any statement, outside autocommit; this one does nothing else.
_BEGIN = "select"
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
    """A role and claims, for ``with`` or ``async with``: written once, for both.

    On an idle connection in autocommit the block is one transaction. On any other connection the
    transaction belongs to the owner of the connection, even before its first statement: the block
    is a savepoint in it, restores the role and the claims, and commits nothing.
    """

    def __init__(self, conn: Conn, role: str, claims: str, person: str | None) -> None:
        self._conn: Any = conn
        self._who = (role, claims, person)
        self._transaction: Any = None
        self._before: Sequence[Any] | None = None

    async def _enter(self, kind: type[Any]) -> Conn:
        if not isinstance(self._conn, kind):
            raise TypeError("`with` takes a Connection, `async with` an AsyncConnection.")
        status = self._conn.info.transaction_status
        if status is TransactionStatus.INERROR:
            # Checked first: psycopg would count a savepoint that it could not make.
            raise psycopg.errors.InFailedSqlTransaction(
                "The transaction of this connection has failed. Roll it back first."
            )
        owned = status is TransactionStatus.IDLE and self._conn.autocommit
        if status is TransactionStatus.IDLE and not owned:
            await self._run(_BEGIN)
        self._transaction = self._conn.transaction()
        try:
            await self._call(self._transaction, "enter")
            role, claims, _ = self._who
            try:
                before = (await self._ask(_SPEAK, (role, claims)))[:2]
            except psycopg.errors.InsufficientPrivilege as error:
                raise self._not_granted(error) from error
            await self._expect(self._who, _WHO)
        except BaseException as error:
            await self._leave(error)
            raise
        self._before = None if owned else before
        return cast("Conn", self._conn)

    def _not_granted(self, error: psycopg.Error) -> psycopg.errors.InsufficientPrivilege:
        """The same error, with the statement that grants the role."""
        return psycopg.errors.InsufficientPrivilege(
            f"{error.diag.message_primary}. Let a superuser, or a role with the admin option on it,"
            f" run: {grant_to(self._conn.info.user)};"
        )

    async def _exit(self, error: BaseException | None) -> bool | None:
        if error is None:
            try:
                self._refuse_undone()
                if self._before:
                    await self._expect(self._before, _RESTORE, self._before)
            except BaseException as failure:
                await self._leave(failure)
                raise
        return await self._leave(error)

    def _refuse_undone(self) -> None:
        """A caught refusal breaks the transaction: a commit would roll it back without an error."""
        if self._conn.info.transaction_status is TransactionStatus.INERROR:
            raise psycopg.errors.InFailedSqlTransaction(
                "A refusal inside this block has rolled it back. To catch a refusal and continue,"
                " put the call into a `with conn.transaction():` of its own."
            )

    async def _leave(self, error: BaseException | None) -> bool | None:
        trace = error and error.__traceback__
        left = await self._call(self._transaction, "exit", error and type(error), error, trace)
        return cast("bool | None", left)

    async def _run(self, query: str, values: Sequence[Any] = ()) -> Any:
        """Runs a statement that is never prepared.

        Behind a pooler, the name of a prepared statement may be that of another client's.
        """
        cursor = self._conn.cursor(row_factory=tuple_row)
        await _settled(cursor.execute(query, values, prepare=False))
        return cursor

    async def _ask(self, query: str, values: Sequence[Any] = ()) -> Sequence[Any]:
        row = await _settled((await self._run(query, values)).fetchone())
        return cast("Sequence[Any]", row or ())

    async def _expect(self, asked: Sequence[Any], query: str, values: Sequence[Any] = ()) -> None:
        found = await self._ask(query, values)
        if found != asked:
            raise IdentityError(asked, found)

    async def _call(self, context: Any, verb: str, *values: Any) -> Any:
        is_async = isinstance(self._conn, psycopg.AsyncConnection)
        return await _settled(getattr(context, f"__{'a' if is_async else ''}{verb}__")(*values))

    def __enter__(self: _Speaking[SyncConnection]) -> SyncConnection:
        return _at_once(self._enter(psycopg.Connection))

    def __exit__(
        self: _Speaking[SyncConnection],
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool | None:
        return _at_once(self._exit(error))

    async def __aenter__(self: _Speaking[AsyncConnection]) -> AsyncConnection:
        return await self._enter(psycopg.AsyncConnection)

    async def __aexit__(
        self: _Speaking[AsyncConnection],
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool | None:
        return await self._exit(error)


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
            f"{textwrap.shorten(repr(person), 50)} is not the id of a person",
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
