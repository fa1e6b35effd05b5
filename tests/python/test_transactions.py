"""Whose transaction it is: what was not begun by us is not committed by us, nor left broken."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import psycopg
import pytest
from psycopg import AsyncConnection, Connection
from psycopg.pq import TransactionStatus
from psycopg.rows import dict_row
from python.ways import People
from support.clusters import Cluster, Template

from amity import IdentityError, as_service, blocks, signed_out, speaking_as
from amity.errors import InvalidInput

IDLE, INTRANS = TransactionStatus.IDLE, TransactionStatus.INTRANS


def blocked_by(person: Any, url: str) -> int:
    """The number of blocks of a person, as another connection sees it."""
    with psycopg.connect(url, autocommit=True) as other, speaking_as(other, person):
        return len(blocks.mine().on(other))


# --- whose it is ---


@pytest.fixture
def theirs(database: str) -> Iterator[Connection[Any]]:
    """A connection as Django's `atomic()` and SQLAlchemy have it: outside autocommit, and idle."""
    with psycopg.connect(database) as conn:
        yield conn


def test_outside_autocommit_nothing_is_committed(
    theirs: Connection[Any], database: str, people: People
) -> None:
    with speaking_as(theirs, people.ada):
        blocks.block(people.ben).on(theirs)
    assert theirs.info.transaction_status is INTRANS
    assert theirs.execute("select current_user::text, amity.me()").fetchone() == ("postgres", None)
    assert blocked_by(people.ada, database) == 0
    theirs.rollback()
    assert blocked_by(people.ada, database) == 0
    with speaking_as(theirs, people.ada):
        blocks.block(people.ben).on(theirs)
    theirs.commit()
    assert blocked_by(people.ada, database) == 1


async def test_outside_autocommit_nothing_is_committed_async(database: str, people: People) -> None:
    async with await AsyncConnection.connect(database) as theirs:
        async with speaking_as(theirs, people.ada):
            await blocks.block(people.ben).on(theirs)
        await theirs.rollback()
        assert blocked_by(people.ada, database) == 0
        async with speaking_as(theirs, people.ada):
            await blocks.block(people.ben).on(theirs)
    assert blocked_by(people.ada, database) == 1


def test_an_error_undoes_the_block_and_not_what_came_before(
    theirs: Connection[Any], database: str, people: People
) -> None:
    with speaking_as(theirs, people.ada):
        blocks.block(people.ben).on(theirs)

    def block_twice() -> None:
        with speaking_as(theirs, people.ada):
            blocks.block(people.cleo).on(theirs)
            blocks.block(people.cleo).on(theirs)

    with pytest.raises(blocks.errors.AlreadyBlocked):
        block_twice()
    theirs.commit()
    assert blocked_by(people.ada, database) == 1


@pytest.mark.parametrize("autocommit", [True, False])
def test_a_refusal_that_is_caught_inside_is_no_success(
    autocommit: bool, theirs: Connection[Any], database: str, people: People
) -> None:
    """Postgres would answer COMMIT with a rollback, and no error."""
    theirs.autocommit = autocommit

    def block_twice() -> None:
        with speaking_as(theirs, people.ada):
            blocks.block(people.ben).on(theirs)
            with suppress(blocks.errors.AlreadyBlocked):
                blocks.block(people.ben).on(theirs)

    with pytest.raises(psycopg.errors.InFailedSqlTransaction, match="inside this block"):
        block_twice()
    assert theirs.info.transaction_status is (IDLE if autocommit else INTRANS)
    assert blocked_by(people.ada, database) == 0


@pytest.mark.parametrize("speak", [as_service, signed_out])
def test_speaking_commits_nothing(speak: Any, theirs: Connection[Any]) -> None:
    with speak(theirs):
        pass
    assert theirs.info.transaction_status is INTRANS


# --- refused on entering ---


@pytest.fixture
def stranger(server: Cluster, database: str) -> Iterator[str]:
    """The URL of a login role that may become no other role."""
    server.admin.execute("create role stranger_to_amity login")
    yield database.replace("postgres@", "stranger_to_amity@")
    server.admin.execute("drop role stranger_to_amity")


@pytest.mark.parametrize(("autocommit", "after"), [(True, IDLE), (False, INTRANS)])
def test_a_refusal_on_entering_is_rolled_back_at_once(
    autocommit: bool, after: TransactionStatus, stranger: str, people: People
) -> None:
    with psycopg.connect(stranger, autocommit=autocommit) as conn:
        speech = speaking_as(conn, people.ada)
        with pytest.raises(psycopg.errors.InsufficientPrivilege) as alive:
            speech.__enter__()
        assert conn.info.transaction_status is after
        assert conn.execute("select current_user::text").fetchone() == ("stranger_to_amity",)
        conn.rollback()
        assert alive.value.__traceback__


@pytest.mark.parametrize(("autocommit", "after"), [(True, IDLE), (False, INTRANS)])
async def test_a_refusal_on_entering_is_rolled_back_at_once_async(
    autocommit: bool, after: TransactionStatus, stranger: str, people: People
) -> None:
    async with await AsyncConnection.connect(stranger, autocommit=autocommit) as conn:
        speech = speaking_as(conn, people.ada)
        with pytest.raises(psycopg.errors.InsufficientPrivilege) as alive:
            await speech.__aenter__()
        assert conn.info.transaction_status is after
        await conn.rollback()
        assert alive.value.__traceback__


def test_a_refusal_on_entering_leaves_the_transaction_around_it(
    stranger: str, people: People
) -> None:
    with psycopg.connect(stranger, autocommit=True) as conn, conn.transaction():
        with pytest.raises(psycopg.errors.InsufficientPrivilege), speaking_as(conn, people.ada):
            pass
        assert conn.execute("select 1").fetchone() == (1,)


def test_a_failed_transaction_cannot_speak(theirs: Connection[Any], people: People) -> None:
    """Psycopg would count a savepoint that is not there, and refuse to roll back ever after."""
    with pytest.raises(psycopg.errors.DivisionByZero):
        theirs.execute("select 1 / 0")
    with (
        pytest.raises(psycopg.errors.InFailedSqlTransaction, match="Roll it back"),
        speaking_as(theirs, people.ada),
    ):
        pass
    theirs.rollback()
    with speaking_as(theirs, people.ada):
        pass


def test_with_is_for_one_kind_of_connection(conn: Connection[Any], people: People) -> None:
    speech: Any = speaking_as(conn, people.ada)
    with pytest.raises(TypeError, match="async with"):
        speech.__aenter__().send(None)
    assert conn.info.transaction_status is IDLE


async def test_async_with_is_for_the_other(aconn: AsyncConnection[Any], people: People) -> None:
    speech: Any = speaking_as(aconn, people.ada)
    with pytest.raises(TypeError, match="async with"):
        speech.__enter__()
    assert aconn.info.transaction_status is IDLE


# --- never as another person ---


class Deaf(psycopg.Cursor[Any]):
    """Runs something else in the place of what sets role and claims."""

    def execute(self, query: Any, params: Any = None, **kwargs: Any) -> Any:
        if "set_config" in query:
            query, params = "select 'none', '', 'authenticated', 'claims'", None
        return super().execute(query, params, **kwargs)


class Forgetful(Deaf):
    """Runs something else in the place of what gives them back."""

    def execute(self, query: Any, params: Any = None, **kwargs: Any) -> Any:
        if "current_setting('role')" in query:
            return psycopg.Cursor.execute(self, query, params, **kwargs)
        return super().execute(query, params, **kwargs)


def test_who_is_not_who_was_asked_for_runs_nothing(conn: Connection[Any], people: People) -> None:
    conn.cursor_factory = Deaf
    for speech in (speaking_as(conn, people.ada), as_service(conn), signed_out(conn)):
        with pytest.raises(IdentityError, match=r"asked for .*, found postgres") as caught, speech:
            pytest.fail("ran as another person")
        assert "prepare_threshold=None" in caught.value.hint
        assert conn.info.transaction_status is IDLE


def test_who_cannot_be_oneself_again_undoes_it(
    conn: Connection[Any], database: str, people: People
) -> None:
    conn.cursor_factory = Forgetful
    with pytest.raises(IdentityError), conn.transaction(), speaking_as(conn, people.ada):
        blocks.block(people.ben).on(conn)
    assert blocked_by(people.ada, database) == 0


@pytest.mark.parametrize("text", ["\0", "\ud800"], ids=ascii)
def test_claims_that_postgres_cannot_read_are_refused(
    text: str, conn: Connection[Any], people: People
) -> None:
    with pytest.raises(IdentityError), speaking_as(conn, people.ada, claims={"name": text}):
        pytest.fail("ran signed out")


@pytest.mark.parametrize("value", [float("nan"), object(), b"x"], ids=["nan", "object", "bytes"])
def test_claims_that_are_no_json(value: Any, conn: Connection[Any], people: People) -> None:
    with pytest.raises(InvalidInput, match="cannot be written as JSON"):
        speaking_as(conn, people.ada, claims={"value": value})


def test_a_replaced_me_has_to_mean_the_same_person(
    server: Cluster, template: Template, people: People
) -> None:
    with (
        server.clone(template("migrated")) as url,
        psycopg.connect(url, autocommit=True) as conn,
    ):
        conn.execute(
            "create or replace function amity.me() returns uuid language sql stable"
            f" return '{people.ben}'::uuid"
        )
        with pytest.raises(IdentityError), speaking_as(conn, people.ada):
            pytest.fail("ran as Ben")
        with speaking_as(conn, people.ben):
            pass


def test_rows_may_come_as_the_host_likes(database: str, people: People) -> None:
    with (
        psycopg.connect(database, row_factory=dict_row) as conn,  # type: ignore[arg-type]
        speaking_as(conn, people.ada),
        speaking_as(conn, people.ben),
    ):
        assert conn.execute("select amity.me()").fetchone() == {"me": people.ben}
