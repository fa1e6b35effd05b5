"""For one transaction, somebody speaks: what PostgREST does for one request."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Generic, TypeVar
from uuid import UUID

import psycopg
from psycopg import sql
from psycopg.pq import TransactionStatus

from amity.refusals import InvalidInput

__all__ = ["as_service", "speaking_as"]

SyncConnection = psycopg.Connection[Any]
AsyncConnection = psycopg.AsyncConnection[Any]
Conn = TypeVar("Conn", bound=SyncConnection | AsyncConnection)

_SPEAK = """
select
  current_setting('role'),
  coalesce(current_setting('request.jwt.claims', true), ''),
  set_config('role', %s, true),
  set_config('request.jwt.claims', %s, true)
"""
_RESTORE = "select set_config('role', %s, true), set_config('request.jwt.claims', %s, true)"


def grant_to(user: str) -> str:
    """The statement that lets a role speak for people, and as a service."""
    return f"grant authenticated, service_role to {sql.Identifier(user).as_string()}"


class _Speaking(Generic[Conn]):
    """A transaction with a role and claims of its own, for ``with`` or ``async with``.

    Inside another transaction it is a savepoint, and on leaving gives back the role and the claims
    that were in force; a transaction of its own takes both along when it ends.
    """

    def __init__(self, conn: Conn, role: str, claims: str) -> None:
        self._conn = conn
        self._speech = (role, claims)
        self._transaction: Any = conn.transaction()
        self._before: tuple[str, str] | None = None

    def _is_nested(self) -> bool:
        return self._conn.info.transaction_status is not TransactionStatus.IDLE

    def _undone(self) -> psycopg.Error | None:
        """A caught refusal breaks the transaction: committing would lose it in silence."""
        if self._conn.info.transaction_status is not TransactionStatus.INERROR:
            return None
        return psycopg.errors.InFailedSqlTransaction(
            "A refusal inside this block has undone all of it. To catch one and go on, put the call"
            " into a `with conn.transaction():` of its own."
        )

    def _not_granted(self, error: psycopg.Error) -> psycopg.errors.InsufficientPrivilege:
        """The same error, with the statement that puts it right."""
        return psycopg.errors.InsufficientPrivilege(
            f"{error.diag.message_primary}. Let a superuser, or a role with the admin option on it,"
            f" run: {grant_to(self._conn.info.user)};"
        )

    def __enter__(self: _Speaking[SyncConnection]) -> SyncConnection:
        nested = self._is_nested()
        self._transaction.__enter__()
        try:
            row = self._conn.execute(_SPEAK, self._speech).fetchone()
        except psycopg.errors.InsufficientPrivilege as error:
            self._transaction.__exit__(type(error), error, None)
            raise self._not_granted(error) from error
        self._before = row[:2] if nested and row else None
        return self._conn

    def __exit__(
        self: _Speaking[SyncConnection],
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool | None:
        undone = None if error else self._undone()
        if undone:
            self._transaction.__exit__(type(undone), undone, None)
            raise undone
        if self._before and not error:
            self._conn.execute(_RESTORE, self._before)
        result: bool | None = self._transaction.__exit__(kind, error, trace)
        return result

    async def __aenter__(self: _Speaking[AsyncConnection]) -> AsyncConnection:
        nested = self._is_nested()
        await self._transaction.__aenter__()
        try:
            row = await (await self._conn.execute(_SPEAK, self._speech)).fetchone()
        except psycopg.errors.InsufficientPrivilege as error:
            await self._transaction.__aexit__(type(error), error, None)
            raise self._not_granted(error) from error
        self._before = row[:2] if nested and row else None
        return self._conn

    async def __aexit__(
        self: _Speaking[AsyncConnection],
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool | None:
        undone = None if error else self._undone()
        if undone:
            await self._transaction.__aexit__(type(undone), undone, None)
            raise undone
        if self._before and not error:
            await self._conn.execute(_RESTORE, self._before)
        result: bool | None = await self._transaction.__aexit__(kind, error, trace)
        return result


def speaking_as(
    conn: Conn, person: UUID | str | None, *, claims: Mapping[str, Any] | None = None
) -> _Speaking[Conn]:
    """Speaks for a person until the block ends: role ``authenticated``, the person as ``sub``.

    :param conn: a psycopg connection of either kind, whose user may become ``authenticated``.
    :param person: the id of who speaks: :func:`amity.people.of` finds it behind a key of your own.
        ``None`` is somebody signed out, never a service.
    :param claims: more claims of the token, for a host's own policies.

    The block is one transaction: left by an exception, it is undone. A refusal that was caught
    inside has undone it too, which leaving the block says with ``InFailedSqlTransaction``.

    Raises :class:`~amity.refusals.InvalidInput` for what is no id: nobody would be speaking.
    Entering raises ``psycopg.errors.InsufficientPrivilege``, which names the missing grant, where
    the connection's user may not become ``authenticated``.
    """
    sub = None if person is None else _id(person)
    token = json.dumps({**(claims or {}), "sub": sub, "role": "authenticated"})
    return _Speaking(conn, "authenticated", token)


def _id(person: UUID | str) -> str:
    try:
        return str(UUID(str(person)))
    except ValueError:
        raise InvalidInput(
            f"{textwrap.shorten(repr(person), 50)} is not the id of a person",
            hint="people.of() finds the id behind a key of your own.",
        ) from None


def as_service(conn: Conn) -> _Speaking[Conn]:
    """Speaks as the service until the block ends: role ``service_role``, nobody's claims."""
    return _Speaking(conn, "service_role", "")
