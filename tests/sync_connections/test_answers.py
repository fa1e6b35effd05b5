"""What a sending site answers, and that no secret is seen."""

from __future__ import annotations

from uuid import UUID

import psycopg
import pytest
from python.ways import SERVICE, Way
from sync_connections.stage import Stage

from amity import Refusal, sync_connections
from amity.calls import values


def test_an_answer_refuses_when_it_is_asked_to(way: Way) -> None:
    reply = way.run(SERVICE, sync_connections.pull("nonsense", "things"))
    assert not reply.allowed
    with pytest.raises(sync_connections.errors.SyncInvalidToken) as refused:
        reply.or_refuse()
    assert (refused.value.status, refused.value.hint) == (401, "Ask the sending site for a token.")
    stage = Stage(way)
    offer = stage.tell(sync_connections.tables(stage.token))
    assert offer.or_refuse() is offer


def test_expiry_outlives_the_refusal(way: Way) -> None:
    """What the refusal writes down stays: it is an answer, and not an error that undoes it."""
    stage = Stage(way)
    stage.tell(
        values(
            UUID,
            "update amity.sync_connections set expires_at = now() - interval '1 s' returning id",
        )
    )
    reply = stage.tell(sync_connections.pull(stage.token, "things"))
    assert reply.slug == "sync_expired"
    assert stage.tell(sync_connections.find(stage.sender)).status == "expired"


def test_above_read_committed_nothing_is_decided(database: str) -> None:
    with psycopg.connect(database) as conn:
        conn.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        with pytest.raises(Refusal) as refused:
            sync_connections.pull("x", "things").on(conn)
        assert refused.value.slug == "isolation_unsupported"


def test_a_token_is_in_no_repr(way: Way) -> None:
    made = way.run(SERVICE, sync_connections.create("B", "https://b.example"))
    assert made.token not in repr(made)
    assert made.token not in str(made)


def test_no_secret_is_seen_from_another_session(database: str) -> None:
    """What others see of a session is the text of its statement: secrets are never part of it."""
    with psycopg.connect(database) as conn, psycopg.connect(database) as other:
        made = sync_connections.create("B", "https://b.example").on(conn)
        assert made.token
        seen = []
        for call in (
            sync_connections.pull(made.token, "things", password="hunter2"),
            sync_connections.tables(made.token, password="hunter2"),
            sync_connections.request(made.token, "things", password="hunter2"),
            sync_connections.authorize(made.token, "things", password="hunter2"),
            sync_connections.set_password(made.id, "hunter2"),
        ):
            try:
                call.on(conn)
            except Refusal as refusal:
                assert "hunter2" not in repr(refusal) + refusal.hint  # noqa: PT017
            query = "select query from pg_stat_activity where pid = %s"
            row = other.execute(query, [conn.info.backend_pid]).fetchone()
            assert row
            seen.append(row[0])
            other.commit()
        assert all("amity." in query for query in seen)
        assert not any(secret in query for query in seen for secret in (made.token, "hunter2"))
