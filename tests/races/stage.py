"""Two sessions and one moment: who acts while the other's transaction is still open."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID, uuid4

import psycopg
from support.patience import PATIENCE

from amity import blocks, connections, follows, suggestions
from amity.calls import Call, values
from amity.speaking import as_service, speaking_as

WAITING = """
select wait_event_type = 'Lock' from pg_stat_activity where pid = %s and state = 'active'
"""


@dataclass(frozen=True)
class Pair:
    """Two people without a tie."""

    ada: UUID
    ben: UUID

    @classmethod
    def new(cls, conn: psycopg.Connection[Any]) -> Self:
        pair = cls(uuid4(), uuid4())
        conn.execute(
            "insert into amity.people (id) select unnest(%s::uuid[])", [[pair.ada, pair.ben]]
        )
        return pair


@dataclass(frozen=True)
class Act:
    """What a person does: a word for it, who acts, and the call towards the other."""

    name: str
    by: str
    make: Callable[[UUID], Call[Any]]

    def __str__(self) -> str:
        return f"{self.by}: {self.name}"

    def on(self, conn: psycopg.Connection[Any], pair: Pair) -> Any:
        one, other = (pair.ada, pair.ben) if self.by == "ada" else (pair.ben, pair.ada)
        if self.name == "leave":
            with as_service(conn):
                return self.make(one).on(conn)
        with speaking_as(conn, one):
            return self.make(other).on(conn)


def leave(me: UUID) -> Call[list[UUID]]:
    return values(UUID, "delete from amity.people where id = %s returning id", me)


def delete_connection(other: UUID) -> Call[list[UUID]]:
    return values(
        UUID,
        "delete from amity.connections where requester_id = %s or recipient_id = %s returning id",
        other,
        other,
    )


MAKERS: dict[str, Callable[[UUID], Call[Any]]] = {
    "request": connections.request,
    "accept": connections.accept,
    "reject": connections.reject,
    "cancel": connections.cancel,
    "remove": connections.remove,
    "delete": delete_connection,
    "follow": follows.follow,
    "unfollow": follows.unfollow,
    "shake off": follows.remove_follower,
    "block": blocks.block,
    "unblock": blocks.unblock,
    "dismiss": suggestions.dismiss,
    "leave": leave,
}


def act(who: str, name: str) -> Act:
    return Act(name, who, MAKERS[name])


class Session:
    """A connection of its own, on a thread of its own, that does one thing at a time."""

    def __init__(self, url: str) -> None:
        self.conn = psycopg.connect(url, autocommit=True)
        self.pid = self.conn.info.backend_pid
        self._thread: threading.Thread | None = None
        self._result: Any = None
        self._error: BaseException | None = None

    def begin(self) -> None:
        self.conn.execute("begin")

    def start(self, deed: Callable[[psycopg.Connection[Any]], Any]) -> None:
        """Begins a deed and does not wait for its end."""

        def run() -> None:
            try:
                self._result = deed(self.conn)
            except Exception as error:  # noqa: BLE001 - it is raised where the result is asked for
                self._error = error

        self._result = self._error = None
        self._thread = threading.Thread(target=run, daemon=True)
        self._thread.start()

    def is_done(self) -> bool:
        return self._thread is None or not self._thread.is_alive()

    def outcome(self) -> Any:
        """What the deed gave; what it raised is raised here."""
        assert self._thread is not None
        self._thread.join(PATIENCE)
        assert self.is_done(), "it still waits"
        if self._error:
            raise self._error
        return self._result

    def do(self, deed: Callable[[psycopg.Connection[Any]], Any]) -> Any:
        self.start(deed)
        return self.outcome()

    def close(self) -> None:
        self.conn.close()


def waits(session: Session, watch: psycopg.Connection[Any]) -> bool:
    """Looks until the session waits for a lock, or is done: whether it waits."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if session.is_done():
            return False
        row = watch.execute(WAITING, [session.pid]).fetchone()
        if row and row[0]:
            return True
    raise AssertionError("neither waiting nor done")


STATE = """
select
  (select coalesce(jsonb_agg(jsonb_build_object(
      'by', case requester_id when %(ada)s then 'ada' else 'ben' end, 'status', status)), '[]')
    from amity.connections
    where requester_id in (%(ada)s, %(ben)s) or recipient_id in (%(ada)s, %(ben)s)),
  (select coalesce(jsonb_agg(case follower_id when %(ada)s then 'ada' else 'ben' end
      order by follower_id = %(ada)s desc), '[]')
    from amity.follows
    where follower_id in (%(ada)s, %(ben)s) or followed_id in (%(ada)s, %(ben)s)),
  (select coalesce(jsonb_agg(case blocker_id when %(ada)s then 'ada' else 'ben' end
      order by blocker_id = %(ada)s desc), '[]')
    from amity.blocks
    where blocker_id in (%(ada)s, %(ben)s) or blocked_id in (%(ada)s, %(ben)s)),
  (select coalesce(jsonb_agg(case id when %(ada)s then 'ada' else 'ben' end
      order by id = %(ada)s desc), '[]')
    from amity.people where id in (%(ada)s, %(ben)s))
"""


@dataclass(frozen=True)
class State:
    """What two people are to each other, and which of them are still there."""

    connections: tuple[tuple[str, str], ...]
    follows: tuple[str, ...]
    blocks: tuple[str, ...]
    people: tuple[str, ...]

    @classmethod
    def of(cls, conn: psycopg.Connection[Any], pair: Pair) -> Self:
        row = conn.execute(STATE, {"ada": pair.ada, "ben": pair.ben}).fetchone()
        assert row
        ties = tuple((tie["by"], tie["status"]) for tie in row[0])
        return cls(ties, tuple(row[1]), tuple(row[2]), tuple(row[3]))


DRIFT = """
select 'connections', count(*) from amity_private.connections_drift
union all select 'follows', count(*) from amity_private.follows_drift
union all select 'blocks', count(*) from amity_private.blocks_drift
union all
select 'a block and a connection', count(*)
from amity.blocks join amity.connections
  on (requester_id, recipient_id) in ((blocker_id, blocked_id), (blocked_id, blocker_id))
union all
select 'a block and a follow', count(*)
from amity.blocks join amity.follows
  on (follower_id, followed_id) in ((blocker_id, blocked_id), (blocked_id, blocker_id))
union all
select 'a tie at rest that is neither', count(*)
from amity.connections where status not in ('pending', 'accepted')
union all
select 'two rows for a pair', count(*) - count(distinct array[
    least(requester_id, recipient_id), greatest(requester_id, recipient_id)])
from amity.connections
union all
select 'a tie with an unknown id', count(*)
from (
  select requester_id as id from amity.connections
  union all select recipient_id from amity.connections
  union all select follower_id from amity.follows
  union all select followed_id from amity.follows
  union all select blocker_id from amity.blocks
) as tied
where not exists (select from amity.people where people.id = tied.id)
"""


def wrongs(conn: psycopg.Connection[Any]) -> dict[str, int]:
    """Every broken invariant of the whole database, and how often it is broken."""
    return {what: n for what, n in conn.execute(DRIFT).fetchall() if n}
