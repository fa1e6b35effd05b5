"""A client that was written for a friendships table, speaking as PostgREST does.

One common table expression a request, the values from JSON, whole rows written back.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any, LiteralString

import psycopg
import pytest
from python.ways import OWNER, People, Way

from amity import friendships, step_backs

Row = dict[str, Any]

INSERT: LiteralString = """
with pgrst_source as (
  insert into amity.friendships (requester_id, addressee_id, status)
  select pgrst_body.requester_id, pgrst_body.addressee_id, pgrst_body.status
  from (select %s::json as json_data) as pgrst_payload,
    lateral (
      select requester_id, addressee_id, status
      from json_to_record(pgrst_payload.json_data)
        as _(requester_id uuid, addressee_id uuid, status text)
    ) as pgrst_body
  returning amity.friendships.*
)
select to_jsonb(pgrst_source) from pgrst_source
"""

# a client that changed a field or two of a row that it had read, and sends all of it
UPDATE: LiteralString = """
with pgrst_source as (
  update amity.friendships set
    id = body.id, requester_id = body.requester_id, addressee_id = body.addressee_id,
    status = body.status, responded_at = body.responded_at, created_at = body.created_at,
    stepped_back_by = body.stepped_back_by, stepped_back_at = body.stepped_back_at,
    stepped_back_until = body.stepped_back_until, stepped_back_reason = body.stepped_back_reason
  from (select (json_populate_record(null::amity.friendships, %s::json)).*) as body
  where amity.friendships.id = %s
  returning amity.friendships.*
)
select to_jsonb(pgrst_source) from pgrst_source
"""

DELETE: LiteralString = """
with pgrst_source as (
  delete from amity.friendships where id = %s returning amity.friendships.*
)
select to_jsonb(pgrst_source) from pgrst_source
"""

SELECT: LiteralString = """
select to_jsonb(friendships) from amity.friendships
where requester_id = %s or addressee_id = %s order by created_at desc
"""


class Client:
    """One person in front of it."""

    def __init__(self, way: Way, me: Any) -> None:
        self.way = way
        self.me = me

    def befriend(self, other: Any, status: str = "pending") -> list[Row]:
        body = {"requester_id": str(self.me), "addressee_id": str(other), "status": status}
        return self._rows(INSERT, json.dumps(body))

    def update(self, row: Row, **changes: Any) -> list[Row]:
        return self._rows(UPDATE, json.dumps({**row, **changes}), row["id"])

    def end(self, row: Row) -> list[Row]:
        return self._rows(DELETE, row["id"])

    def friends(self) -> list[Row]:
        return self._rows(SELECT, self.me, self.me)

    def _rows(self, statement: LiteralString, *values: Any) -> list[Row]:
        return [row for (row,) in self.way.rows(self.me, statement, *values)]


def now() -> str:
    return datetime.now(UTC).isoformat()


@pytest.fixture
def ada(way: Way, people: People) -> Client:
    return Client(way, people.ada)


@pytest.fixture
def ben(way: Way, people: People) -> Client:
    return Client(way, people.ben)


def test_the_life_of_a_friendship(ada: Client, ben: Client) -> None:
    (asked,) = ada.befriend(ben.me)
    assert (asked["requester_id"], asked["addressee_id"]) == (str(ada.me), str(ben.me))
    assert (asked["status"], asked["responded_at"]) == ("pending", None)
    (seen,) = ben.friends()
    assert seen == asked
    (accepted,) = ben.update(seen, status="accepted", responded_at=now())
    assert accepted["status"] == "accepted"
    assert ada.friends() == ben.friends() == [accepted]
    assert ada.end(accepted) == [accepted]
    assert ada.friends() == ben.friends() == []


def test_declining(ada: Client, ben: Client) -> None:
    ada.befriend(ben.me)
    (declined,) = ben.update(ben.friends()[0], status="declined", responded_at=now())
    assert declined["status"] == "declined"
    assert ada.friends() == ben.friends() == []
    (again,) = ada.befriend(ben.me)
    assert again["id"] != declined["id"]


NOT_STEPPED_BACK = {
    "stepped_back_by": None,
    "stepped_back_at": None,
    "stepped_back_until": None,
    "stepped_back_reason": None,
}


@pytest.mark.parametrize("stepper", ["requester", "addressee"])
def test_stepping_back_and_returning_from_either_side(
    stepper: str, ada: Client, ben: Client
) -> None:
    ada.befriend(ben.me)
    (friends,) = ben.update(ben.friends()[0], status="accepted")
    me, other = (ada, ben) if stepper == "requester" else (ben, ada)
    until = datetime.now(UTC) + timedelta(days=3)
    (away,) = me.update(
        friends,
        stepped_back_by=str(me.me),
        stepped_back_at=now(),
        stepped_back_until=until.isoformat(),
        stepped_back_reason="tired",
    )
    assert me.friends() == [away]
    assert (away["stepped_back_by"], away["stepped_back_reason"]) == (str(me.me), "tired")
    assert datetime.fromisoformat(away["stepped_back_until"]) == until
    assert other.friends() == [friends], "the other person sees what they saw before"
    (longer,) = me.update(away, stepped_back_until=None)
    assert longer == {**away, "stepped_back_until": None}
    assert me.update(longer, **NOT_STEPPED_BACK) == [friends]
    assert me.friends() == other.friends() == [friends]


def test_an_unchanged_row_says_nothing(ada: Client, ben: Client, way: Way) -> None:
    ada.befriend(ben.me)
    (friends,) = ben.update(ben.friends()[0], status="accepted")
    (away,) = ada.update(friends, stepped_back_by=str(ada.me))
    assert ada.update(away) == [away]
    assert len(way.run(ada.me, step_backs.history())) == 1


def test_a_friendship_needs_an_answer(ada: Client, ben: Client) -> None:
    with pytest.raises(psycopg.DatabaseError) as caught:
        ada.befriend(ben.me, status="accepted")
    assert caught.value.sqlstate == "PT400"
    ada.befriend(ben.me)
    with pytest.raises(psycopg.DatabaseError) as caught:
        ada.update(ada.friends()[0], status="accepted")
    assert caught.value.diag.message_detail == "not_recipient"


FILL: tuple[LiteralString, ...] = (
    """
    insert into amity.people (host_key)
    select n::text from generate_series(1, 13) as n returning 1
    """,
    """
    insert into amity.connections (requester_id, recipient_id, requested_at)
    select %s, id, timestamptz '2020-01-01' + (row_number() over () / 3) * interval '1 us'
    from (select id from amity.people order by joined_at desc limit 13) as others returning 1
    """,
)


@pytest.mark.parametrize("size", [1, 3, 5, 13, 14])
def test_pages_join_up(size: int, way: Way, people: People) -> None:
    way.rows(OWNER, FILL[0])
    way.rows(OWNER, FILL[1], people.ada)
    whole = way.run(people.ada, friendships.mine())
    pages = [way.run(people.ada, friendships.mine(limit=size))]
    while len(pages[-1]) == size:
        pages.append(way.run(people.ada, friendships.mine(limit=size, after=pages[-1][-1])))
    assert [row for page in pages for row in page] == whole
    assert len({row.id for row in whole}) == 13
