"""Above READ COMMITTED nothing is decided: also not whether a token opens anything."""

from __future__ import annotations

import psycopg
import pytest
from psycopg import IsolationLevel
from python.ways import People

from amity import blocks, invites
from amity.errors import IsolationUnsupported
from amity.speaking import speaking_as


@pytest.mark.parametrize("level", [IsolationLevel.REPEATABLE_READ, IsolationLevel.SERIALIZABLE])
def test_a_snapshot_from_before(database: str, people: People, level: IsolationLevel) -> None:
    with psycopg.connect(database, autocommit=True) as conn:
        with speaking_as(conn, people.ada):
            made = invites.issue().on(conn)
            blocks.block(people.ben).on(conn)
        conn.isolation_level = level
        # who was blocked hears the same of their token as of one that never was
        for speaker, token in (
            (people.ben, made.token),
            (people.ben, "x" * 43),
            (people.cleo, made.token),
        ):
            with pytest.raises(IsolationUnsupported), speaking_as(conn, speaker):
                invites.redeem(token).on(conn)
        with pytest.raises(IsolationUnsupported), speaking_as(conn, people.ada):
            invites.issue().on(conn)
