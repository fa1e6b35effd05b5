"""amity.me() between transactions: what one request said of itself is nothing to the next."""

from __future__ import annotations

from uuid import UUID

import psycopg

from amity import signed_out, speaking_as

ADA = UUID("a0000000-0000-4000-8000-000000000000")


def who_speaks(conn: psycopg.Connection) -> tuple[str | None, UUID | None]:
    """The claims as they are set, and the person read from them."""
    row = conn.execute("select current_setting('request.jwt.claims', true), amity.me()").fetchone()
    assert row is not None
    return row[0], row[1]


def test_claims_end_with_their_transaction(conn: psycopg.Connection) -> None:
    conn.autocommit = True
    assert who_speaks(conn) == (None, None)
    with speaking_as(conn, ADA):
        assert who_speaks(conn)[1] == ADA
    # Postgres keeps the name that was local to a transaction, with nothing in it.
    assert who_speaks(conn) == ("", None)


def test_a_row_is_not_seen_by_the_next_request(conn: psycopg.Connection) -> None:
    conn.autocommit = True
    conn.execute("insert into amity.people (id) values (%s)", (ADA,))
    with speaking_as(conn, ADA):
        assert conn.execute("select id from amity.people").fetchall() == [(ADA,)]
    with signed_out(conn):
        assert conn.execute("select id from amity.people").fetchall() == []
