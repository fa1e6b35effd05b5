"""Above READ COMMITTED a lock brings no fresh view: every act that needs one is refused there.

The acts are those of the grids in the facts.py of each kind, so that a new one is asked as well.
"""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from house.test_rights import COMMANDS, RIGHTS, SPEAKERS, attempt, grid, statement
from psycopg import IsolationLevel
from support import world

Conn = psycopg.Connection[Any]

# What can be decided from the row alone, without a look at any other.
ALONE = {
    "amity.people": {"insert", "update"},
    "amity.settings": {"update"},
    "amity.blocks": {"update", "delete"},
    "amity.connections": {"update", "delete"},
    "amity.connection_requests": {"update"},
    "amity.dismissed_suggestions": {"delete"},
    "amity.step_backs": {"update", "delete"},
    "amity.friendships": {"update", "delete"},
    "amity.label_types": {"delete"},
    "amity.labels": {"update", "delete"},
    "amity.circles": {"insert"},
    "amity.invites": {"update", "delete"},
    "amity.badges": {"insert", "update", "delete"},
    "amity.rate_limits": {"update"},
    "amity.notifications": {"update", "delete"},
    "amity.sync_connections": {"update", "delete"},
    "amity.sync_transfers": {"update"},
}

# What the grids do not do, and what only functions do.
MORE = (
    ("ada", "delete from amity.connections where :ben in (requester_id, recipient_id)"),
    ("ada", "select amity.request_connection(:cleo)"),
    ("ada", "select amity.create_circle('chess')"),
    ("ada", "select amity.issue_invite()"),
    ("ada", "select amity.redeem_invite(repeat('x', 43))"),
    ("hal", "select amity.leave_circle(the_circle())"),
    ("hal", "select amity.invite_to_circle(the_circle(), :ada)"),
    (
        "service",
        (
            "insert into amity.circle_members (circle_id, person_id, status)"
            " values (the_circle(), :ivy, 'member')"
        ),
    ),
    ("service", "delete from amity.circle_members"),
    ("service", "delete from amity.people where id = :ben"),
    ("service", "select amity.forget_person(:ben)"),
    ("service", "select amity.rebuild_counts()"),
    ("service", "select amity.import_connections('{}', '{}')"),
    ("service", "select amity.import_follows('{}', '{}')"),
    ("service", "select amity.import_blocks('{}', '{}')"),
    ("service", "select amity.import_requests('{}', '{}')"),
    ("service", "select amity.undo_import('none')"),
    ("service", "update amity.sync_connections set site_url = 'https://z.example'"),
    ("service", "select amity.suspend_sync_connection(id) from amity.sync_connections"),
    ("service", "select amity.sync_announce('x', 'https://x.example')"),
    ("service", "select amity.sync_pull('x', 'things')"),
    ("service", "select amity.sync_grant('x', 'things')"),
    ("service", "select amity.sync_checksum('x', 'things', '[]')"),
    ("service", "select amity.sync_request('x', 'things')"),
    ("service", "select amity.sync_tables('x')"),
    ("service", "select amity.sync_authorize('x', 'things')"),
)
DECIDED_ALONE = {"select amity.create_circle('chess')"}


@pytest.fixture(params=[IsolationLevel.REPEATABLE_READ, IsolationLevel.SERIALIZABLE])
def above(request: pytest.FixtureRequest, lived: Conn) -> Conn:
    """The world, seen at that level; without rate limits, whose state would have to be read."""
    lived.execute("update amity.rate_limits set max_actions = null")
    lived.commit()
    lived.isolation_level = request.param
    return lived


def test_every_act_of_the_grids(above: Conn) -> None:
    wrong = []
    for table, rights in RIGHTS.items():
        for (command, word), allowed in grid(rights.outcomes).items():
            if allowed != "yes" or command == "select":
                continue
            with world.undone(above):
                said = statement(table, command, rights)
                heard = attempt(above, rights.speaker(word), said)
            needs_more = command not in ALONE.get(table, set())
            if (heard == "isolation_unsupported") != needs_more:
                wrong.append(f"{word}: {said}: {heard}")
    assert wrong == []


def test_every_other_act(above: Conn) -> None:
    wrong = []
    for speaker, said in MORE:
        with world.undone(above):
            heard = attempt(above, speaker, world.sql(said))
        if (heard == "isolation_unsupported") == (said in DECIDED_ALONE):
            wrong.append(f"{speaker}: {said}: {heard}")
    assert wrong == []


def test_what_is_decided_alone_is_in_the_grids() -> None:
    assert all(
        any(grid(RIGHTS[table].outcomes)[command, word] == "yes" for word in SPEAKERS)
        for table, commands in ALONE.items()
        for command in commands
        if command in COMMANDS
    )
