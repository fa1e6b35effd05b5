"""Answering what is withdrawn at the same moment: there is nothing to answer any more."""

from __future__ import annotations

import threading
import time
from typing import Any, LiteralString

import psycopg
import pytest
from python.ways import People
from support.patience import PATIENCE

from amity import connections, speaking_as
from amity.calls import values

WAITING = "select wait_event_type = 'Lock' from pg_stat_activity where pid = %s"

ANSWERS: dict[str, LiteralString] = {
    "accept": "update amity.friendships set status = 'accepted' returning id",
    "decline": "update amity.friendships set status = 'declined' returning id",
    "delete": "delete from amity.friendships returning id",
}


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_what_was_withdrawn_is_not_there(
    answer: LiteralString, database: str, people: People
) -> None:
    ada, ben, watch = (psycopg.connect(database, autocommit=True) for _ in range(3))
    with ada, ben, watch:
        with speaking_as(ada, people.ada):
            connections.request(people.ben).on(ada)
        given: list[Any] = []

        def reply() -> None:
            with speaking_as(ben, people.ben):
                given.append(values(object, answer).on(ben))

        thread = threading.Thread(target=reply, daemon=True)
        with speaking_as(ada, people.ada):
            connections.cancel(people.ben).on(ada)
            thread.start()
            deadline = time.monotonic() + PATIENCE
            while watch.execute(WAITING, [ben.info.backend_pid]).fetchone() != (True,):
                assert time.monotonic() < deadline
        thread.join(PATIENCE)
        assert given == [[]]
