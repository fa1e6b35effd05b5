"""Who speaks is who was named, for one transaction and not a moment longer."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, cast
from uuid import uuid4

import psycopg
import pytest
from psycopg import AsyncConnection, Connection
from psycopg.pq import TransactionStatus
from python.ways import People
from sqlalchemy import create_engine

from amity import blocks, connections, servers, settings
from amity.errors import InvalidInput, NotAllowed, NotInstalledError, Refusal, SignedOut
from amity.people import join
from amity.speaking import as_service, signed_out, speaking_as

SPEECH = (
    "select current_user::text, nullif(current_setting('request.jwt.claims', true), ''), amity.me()"
)
PEOPLE = "select count(*) from amity.people"


def role_and_me(conn: Connection[Any]) -> tuple[str, Any]:
    role, _, me = conn.execute(SPEECH).fetchone() or ("", None, None)
    return role, me


async def role_and_me_async(conn: AsyncConnection[Any]) -> tuple[str, Any]:
    role, _, me = await (await conn.execute(SPEECH)).fetchone() or ("", None, None)
    return role, me


OWNER_ROLE = ("postgres", None)


def test_local_to_the_transaction(conn: Connection[Any], people: People) -> None:
    with speaking_as(
        conn, people.ada, claims={"tier": "gold", "role": "boss", "sub": "else"}
    ) as same:
        assert same is conn
        role, claims, me = conn.execute(SPEECH).fetchone() or ("", "", None)
        assert (role, me) == ("authenticated", people.ada)
        assert json.loads(claims) == {
            "tier": "gold",
            "role": "authenticated",
            "sub": str(people.ada),
        }
    assert conn.info.transaction_status is TransactionStatus.IDLE
    assert role_and_me(conn) == OWNER_ROLE


async def test_local_to_the_transaction_async(aconn: AsyncConnection[Any], people: People) -> None:
    async with speaking_as(aconn, str(people.ada)) as same:
        assert same is aconn
        assert await role_and_me_async(aconn) == ("authenticated", people.ada)
    assert aconn.info.transaction_status is TransactionStatus.IDLE
    assert await role_and_me_async(aconn) == OWNER_ROLE


def test_nested_gives_back(conn: Connection[Any], people: People) -> None:
    with conn.transaction():
        with speaking_as(conn, people.ada):
            with speaking_as(conn, people.ben):
                assert role_and_me(conn) == ("authenticated", people.ben)
                with as_service(conn):
                    assert role_and_me(conn) == ("service_role", None)
                assert role_and_me(conn) == ("authenticated", people.ben)
            assert role_and_me(conn) == ("authenticated", people.ada)
        assert role_and_me(conn) == OWNER_ROLE
    assert role_and_me(conn) == OWNER_ROLE


async def test_nested_gives_back_async(aconn: AsyncConnection[Any], people: People) -> None:
    async with aconn.transaction():
        async with speaking_as(aconn, people.ada):
            async with speaking_as(aconn, people.ben):
                assert await role_and_me_async(aconn) == ("authenticated", people.ben)
            async with as_service(aconn):
                assert await role_and_me_async(aconn) == ("service_role", None)
            assert await role_and_me_async(aconn) == ("authenticated", people.ada)
        assert await role_and_me_async(aconn) == OWNER_ROLE


def fail_here(conn: Connection[Any]) -> None:
    raise ArithmeticError


def fail_there(conn: Connection[Any]) -> None:
    conn.execute("select 1/0")


@pytest.mark.parametrize("fail", [fail_here, fail_there])
def test_nested_gives_back_after_an_error(
    fail: Callable[[Connection[Any]], None], conn: Connection[Any], people: People
) -> None:
    with speaking_as(conn, people.ada):
        with pytest.raises((ArithmeticError, psycopg.Error)), speaking_as(conn, people.ben):
            fail(conn)
        assert role_and_me(conn) == ("authenticated", people.ada)
    assert role_and_me(conn) == OWNER_ROLE


async def test_nested_gives_back_after_an_error_async(
    aconn: AsyncConnection[Any], people: People
) -> None:
    async with speaking_as(aconn, people.ada):
        with pytest.raises(psycopg.Error):
            async with speaking_as(aconn, people.ben):
                await aconn.execute("select 1/0")
        assert await role_and_me_async(aconn) == ("authenticated", people.ada)
    assert await role_and_me_async(aconn) == OWNER_ROLE


def test_what_was_done_is_kept(conn: Connection[Any], database: str, people: People) -> None:
    with speaking_as(conn, people.ada):
        blocks.block(people.ben).on(conn)
    with psycopg.connect(database) as other, speaking_as(other, people.ada):
        assert len(blocks.mine().on(other)) == 1


def test_an_error_undoes_it(conn: Connection[Any], people: People) -> None:
    def block_and_fail() -> None:
        with speaking_as(conn, people.ada):
            blocks.block(people.ben).on(conn)
            raise ArithmeticError

    with pytest.raises(ArithmeticError):
        block_and_fail()
    assert role_and_me(conn) == OWNER_ROLE
    with speaking_as(conn, people.ada):
        assert blocks.mine().on(conn) == []


async def test_an_error_undoes_it_async(aconn: AsyncConnection[Any], people: People) -> None:
    async def block_and_fail() -> None:
        async with speaking_as(aconn, people.ada):
            await blocks.block(people.ben).on(aconn)
            raise ArithmeticError

    with pytest.raises(ArithmeticError):
        await block_and_fail()
    async with speaking_as(aconn, people.ada):
        assert await blocks.mine().on(aconn) == []


def test_a_refusal_undoes_only_its_savepoint(conn: Connection[Any], people: People) -> None:
    with speaking_as(conn, people.ada):
        blocks.block(people.ben).on(conn)
        with pytest.raises(blocks.errors.AlreadyBlocked), speaking_as(conn, people.ada):
            blocks.block(people.ben).on(conn)
        assert len(blocks.mine().on(conn)) == 1


@pytest.mark.parametrize("key", [None, "", "nonsense", 7, "7", "\0", "\ud800", "{}"], ids=ascii)
def test_an_invalid_id_cannot_speak(key: Any, conn: Connection[Any]) -> None:
    """Said at once: otherwise they would be signed out, and every list empty."""
    with pytest.raises(InvalidInput, match="is not the id of a person") as caught:
        speaking_as(conn, key)
    assert "people.of()" in caught.value.hint


def test_signed_out_is_never_a_service(conn: Connection[Any]) -> None:
    with signed_out(conn):
        assert role_and_me(conn) == ("authenticated", None)
        assert conn.execute(PEOPLE).fetchone() == (0,)
        assert conn.execute("select amity_private.is_service()").fetchone() == (False,)
    with pytest.raises(SignedOut), signed_out(conn):
        join().on(conn)
    with pytest.raises(SignedOut), signed_out(conn):
        blocks.block("00000000-0000-4000-8000-000000000000").on(conn)


def test_the_service(conn: Connection[Any], people: People) -> None:
    with as_service(conn):
        assert role_and_me(conn) == ("service_role", None)
        assert (conn.execute(PEOPLE).fetchone() or (0,))[0] >= 4


def test_a_person_is_no_service(conn: Connection[Any], people: People) -> None:
    with pytest.raises(NotAllowed), speaking_as(conn, people.ada):
        settings.change("max_following", 1).on(conn)


@pytest.mark.parametrize("speak", [signed_out, as_service, lambda conn: speaking_as(conn, uuid4())])
async def test_where_amity_is_not(speak: Callable[[Any], Any], empty_database: str) -> None:
    with (
        psycopg.connect(empty_database, autocommit=True) as conn,
        pytest.raises(NotInstalledError) as caught,
        speak(conn),
    ):
        pass
    assert "`amity up`" in caught.value.hint
    async with await AsyncConnection.connect(empty_database, autocommit=True) as aconn:
        with pytest.raises(NotInstalledError):
            async with speak(aconn):
                pass


def test_where_its_roles_are_not() -> None:
    with (
        servers.throwaway() as server,
        psycopg.connect(server.url, autocommit=True) as conn,
        pytest.raises(NotInstalledError, match='role "authenticated" does not exist'),
        signed_out(conn),
    ):
        pass


def test_pipelines(conn: Connection[Any], people: People) -> None:
    """A refusal in a pipeline is a refusal as well."""
    with pytest.raises(Refusal), speaking_as(conn, people.ada), conn.pipeline():
        blocks.block(people.ada).on(conn)
    with conn.pipeline(), conn.transaction():
        with speaking_as(conn, people.ada):
            assert role_and_me(conn) == ("authenticated", people.ada)
        assert role_and_me(conn) == OWNER_ROLE


def test_a_connection_of_another_library(conn: Connection[Any], people: People) -> None:
    """A pool, SQLAlchemy and Django have one of psycopg, and the error says where."""
    engine = create_engine("postgresql+psycopg://", creator=lambda: conn)
    call = connections.status(people.ben)
    with engine.connect() as outer:
        with pytest.raises(TypeError, match=r"not sqlalchemy\..*driver_connection"):
            call.on(cast("Any", outer))
        with (
            pytest.raises(TypeError, match=r"`with` takes .* not sqlalchemy\."),
            speaking_as(cast("Any", outer), people.ada),
        ):
            pass
        assert call.on(cast("Any", outer.connection.driver_connection)).status == "none"
