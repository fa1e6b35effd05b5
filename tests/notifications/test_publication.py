"""What a subscriber is sent of the one table that may be published, read off the decoded WAL.

Row security decides who is sent an insert or an update (Supabase Realtime asks it for each
subscriber); a deletion is sent to all of them, so it must not say more than the id.
"""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from support.clusters import memory

from amity import blocks, connections, follows, migrations, notifications
from amity.servers import Installation, throwaway
from amity.speaking import speaking_as

pytestmark = pytest.mark.deep

CHANGES = "select data from pg_logical_slot_get_changes('realtime', null, null)"


@pytest.fixture
def conn() -> Iterator[psycopg.Connection]:
    """A server that decodes its WAL: the version makes no difference to what a table sends."""
    settings = {"wal_level": "logical", "synchronous_commit": "on"}  # what is flushed is decoded
    with throwaway(Installation.embedded(), settings, memory()) as server:
        migrations.up(server.url)
        with psycopg.connect(server.url, autocommit=True) as conn:
            conn.execute("select pg_create_logical_replication_slot('realtime', 'test_decoding')")
            yield conn


def sent(conn: psycopg.Connection) -> list[str]:
    """What has been sent of the table since the last time."""
    changes = [data for (data,) in conn.execute(CHANGES).fetchall()]
    table = "table amity.notifications: "
    return [each.removeprefix(table) for each in changes if each.startswith(table)]


def test_what_a_subscriber_gets(conn: psycopg.Connection) -> None:
    made = conn.execute("insert into amity.people select from generate_series(1, 2) returning id")
    (ada,), (ben,) = made.fetchall()
    with speaking_as(conn, ada):
        connections.request(ben).on(conn)
    with speaking_as(conn, ben):
        (told,) = notifications.mine().on(conn)
    (inserted,) = sent(conn)
    assert inserted.startswith(f"INSERT: id[uuid]:'{told.id}' person_id[uuid]:'{ben}'")

    with speaking_as(conn, ben):
        notifications.read().on(conn)
    (updated,) = sent(conn)
    assert updated.startswith("UPDATE: id")
    assert "old-key" not in updated

    with speaking_as(conn, ben):
        connections.accept(ada).on(conn)
    deleted, inserted = sent(conn)
    assert deleted == f"DELETE: id[uuid]:'{told.id}'"
    assert f"person_id[uuid]:'{ada}'" in inserted

    # to be withheld changes no row, and a block is a deletion like any other
    with speaking_as(conn, ben):
        follows.follow(ada).on(conn)
    with speaking_as(conn, ada):
        conn.execute("select amity.step_back_from(%s)", [ben])
        conn.execute("select amity.return_to(%s)", [ben])
    assert len(sent(conn)) == 1
    with speaking_as(conn, ada):
        blocks.block(ben).on(conn)
    ended = sent(conn)
    assert len(ended) == 2
    for each in ended:
        assert each.startswith("DELETE: id[uuid]:'")
        assert each.count("[") == 1
