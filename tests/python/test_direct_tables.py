"""The tables as PostgREST writes them, on either kind of connection: one `with` a request."""

from __future__ import annotations

from typing import LiteralString

import psycopg
import pytest
from psycopg import errors
from python.ways import People, Speaker, Way

from amity import blocks, connections, follows, suggestions

ASK: LiteralString = (
    "with w as (insert into amity.connections (recipient_id, message) values (%s, 'hi')"
    " returning *) select requester_id::text, recipient_id::text, status::text from w"
)
SAY: LiteralString = (
    "with w as (update amity.connections set status = %s where requester_id = %s"
    " returning *) select requester_id::text, recipient_id::text, status::text from w"
)
DELETE: LiteralString = (
    "with w as (delete from amity.connections where requester_id = %s returning *)"
    " select requester_id::text, recipient_id::text, status::text from w"
)
FOLLOW: LiteralString = (
    "with w as (insert into amity.follows (followed_id) values (%s) returning *)"
    " select follower_id::text, followed_id::text from w"
)
UNFOLLOW: LiteralString = (
    "with w as (delete from amity.follows where follower_id = %s and followed_id = %s returning *)"
    " select follower_id::text, followed_id::text from w"
)
BLOCK: LiteralString = (
    "with w as (insert into amity.blocks (blocked_id, reason) values (%s, 'enough') returning *)"
    " select blocker_id::text, blocked_id::text, reason from w"
)
EDIT_BLOCK: LiteralString = (
    "with w as (update amity.blocks set reason = 'other', hide_from_search = false"
    " where blocked_id = %s returning *)"
    " select reason, hide_from_search, prevent_profile_view from w"
)
UNBLOCK: LiteralString = (
    "with w as (delete from amity.blocks where blocked_id = %s returning *)"
    " select blocked_id::text from w"
)
DISMISS: LiteralString = (
    "with w as (insert into amity.dismissed_suggestions (person_id) values (%s) returning *)"
    " select owner_id::text, person_id::text from w"
)
RESTORE: LiteralString = (
    "with w as (delete from amity.dismissed_suggestions where person_id = %s returning *)"
    " select owner_id::text, person_id::text from w"
)


def test_ask_and_accept(way: Way, people: People) -> None:
    ada, ben = str(people.ada), str(people.ben)
    assert way.rows(people.ada, ASK, ben) == [(ada, ben, "pending")]
    assert way.rows(people.ben, SAY, "accepted", ada) == [(ada, ben, "accepted")]
    assert way.run(people.ada, connections.status(ben)).status == "accepted"


def test_crossing_gives_the_first_row(way: Way, people: People) -> None:
    ada, ben = str(people.ada), str(people.ben)
    first = way.run(people.ada, connections.request(ben, "first"))
    assert way.rows(people.ben, ASK, ada) == [(ada, ben, "accepted")]
    (mine,) = way.run(people.ben, connections.mine())
    assert (mine.id, mine.asked_by_me) == (first.id, False)


@pytest.mark.parametrize(("status", "by"), [("rejected", "ben"), ("cancelled", "ada")])
def test_closing_gives_the_row_once(status: str, by: str, way: Way, people: People) -> None:
    ada, ben = str(people.ada), str(people.ben)
    speaker: Speaker = getattr(people, by)
    way.rows(people.ada, ASK, ben)
    assert way.rows(speaker, SAY, status, ada) == [(ada, ben, status)]
    assert way.rows(speaker, SAY, status, ada) == []
    assert (
        way.run(speaker, connections.requests())[0].status
        == {
            "rejected": "denied",
            "cancelled": "cancelled",
        }[status]
    )


@pytest.mark.parametrize("by", ["ada", "ben"])
@pytest.mark.parametrize("status", ["pending", "accepted"])
def test_either_deletes(status: str, by: str, way: Way, people: People) -> None:
    ada, ben = str(people.ada), str(people.ben)
    way.rows(people.ada, ASK, ben)
    if status == "accepted":
        way.run(people.ben, connections.accept(ada))
    assert way.rows(people.cleo, DELETE, ada) == []
    assert way.rows(getattr(people, by), DELETE, ada) == [(ada, ben, status)]
    assert way.run(people.ada, connections.status(ben)).status == "none"


@pytest.mark.parametrize("by", ["ada", "ben"])
def test_follow_and_its_end_from_either_side(by: str, way: Way, people: People) -> None:
    ada, ben = str(people.ada), str(people.ben)
    assert way.rows(people.ada, FOLLOW, ben) == [(ada, ben)]
    assert way.rows(people.cleo, UNFOLLOW, ada, ben) == []
    assert way.rows(getattr(people, by), UNFOLLOW, ada, ben) == [(ada, ben)]
    assert way.run(people.ben, follows.followers()) == []


def test_block_edit_and_unblock(way: Way, people: People) -> None:
    ada, ben = str(people.ada), str(people.ben)
    assert way.rows(people.ada, BLOCK, ben) == [(ada, ben, "enough")]
    assert way.rows(people.ben, EDIT_BLOCK, ben) == []
    assert way.rows(people.ada, EDIT_BLOCK, ben) == [("other", False, True)]
    assert way.rows(people.ben, UNBLOCK, ben) == []
    assert way.rows(people.ada, UNBLOCK, ben) == [(ben,)]
    assert way.run(people.ada, blocks.mine()) == []


def test_dismiss_and_restore(way: Way, people: People) -> None:
    ada, ben = str(people.ada), str(people.ben)
    assert way.rows(people.ada, DISMISS, ben) == [(ada, ben)]
    assert way.rows(people.ben, RESTORE, ben) == []
    assert way.rows(people.ada, RESTORE, ben) == [(ada, ben)]
    assert way.run(people.ada, suggestions.dismissed()) == []


WRITES: dict[str, LiteralString] = {
    "ask": ASK,
    "follow": FOLLOW,
    "block": BLOCK,
    "dismiss": DISMISS,
}


@pytest.mark.parametrize("statement", WRITES.values(), ids=WRITES)
def test_refusals_carry_status_and_slug(statement: LiteralString, way: Way, people: People) -> None:
    for speaker, person, slug in (
        (None, people.ben, "signed_out"),
        (people.stranger, people.ben, "not_joined"),
        (people.ada, None, "person_not_found"),
        (people.ada, people.ada, "self_"),
    ):
        with pytest.raises(psycopg.DatabaseError) as caught:
            way.rows(speaker, statement, person)
        assert (caught.value.sqlstate or "").startswith("PT4")
        assert (caught.value.diag.message_detail or "").startswith(slug)
        assert caught.value.diag.message_hint


FORGED: dict[str, LiteralString] = {
    "an id of my own": "insert into amity.connections (id, recipient_id)"
    " values (gen_random_uuid(), %s)",
    "asked long ago": "insert into amity.connections (recipient_id, requested_at)"
    " values (%s, '1970-01-01')",
    "another requester": "update amity.connections set requester_id = %s",
    "another follower": "update amity.follows set follower_id = %s",
    "another blocker": "update amity.blocks set blocker_id = %s",
    "another message": "update amity.connections set message = %s::text",
    "a person": "insert into amity.people (id) values (%s)",
    "a setting": "update amity.settings set value = %s::text",
}


@pytest.mark.parametrize("statement", FORGED.values(), ids=FORGED)
def test_forgeries_are_not_even_parsed(statement: LiteralString, way: Way, people: People) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        way.rows(people.ada, statement, people.ben)


REFUSED: dict[str, LiteralString] = {
    "column_is_fixed": "insert into amity.connections (recipient_id, status)"
    " values (%s, 'accepted')",
    "not_writable": "delete from amity.connections_history where requester_id = %s",
}


@pytest.mark.parametrize("slug", REFUSED)
def test_what_a_client_may_try_is_refused_by_a_slug(slug: str, way: Way, people: People) -> None:
    with pytest.raises(psycopg.DatabaseError) as caught:
        way.rows(people.ada, REFUSED[slug], people.ben)
    assert caught.value.diag.message_detail == slug


IN_ANOTHERS_NAME: dict[str, LiteralString] = {
    "ask": "insert into amity.connections (requester_id, recipient_id) values (%s, %s)",
    "follow": "insert into amity.follows (follower_id, followed_id) values (%s, %s)",
    "block": "insert into amity.blocks (blocker_id, blocked_id) values (%s, %s)",
    "dismiss": "insert into amity.dismissed_suggestions (owner_id, person_id) values (%s, %s)",
}


@pytest.mark.parametrize("statement", IN_ANOTHERS_NAME.values(), ids=IN_ANOTHERS_NAME)
def test_acts_in_the_name_of_another_are_refused(
    statement: LiteralString, way: Way, people: People
) -> None:
    with pytest.raises(psycopg.DatabaseError) as caught:
        way.rows(people.cleo, statement, people.ada, people.ben)
    assert (caught.value.sqlstate, caught.value.diag.message_detail) == ("PT403", "not_yours")
