"""What the story promises in its titles and sentences is what Postgres answers, on 15 and on 18."""

from __future__ import annotations

import psycopg
import pytest
from networkx import common_neighbors, karate_club_graph
from support.clusters import Cluster, Template

from amity.demo.stage import Answer, furnish, speak
from amity.demo.story import CAST, STORY, Line

MR_HI, PRIYA, JOHN_A = "Mr. Hi", "Priya", "John A."


@pytest.fixture(scope="module")
def told(server: Cluster, template: Template) -> dict[str, list[Answer]]:
    """The answers of each scene, by its title."""
    with (
        server.clone(template("migrated")) as url,
        psycopg.connect(url, autocommit=True) as conn,
    ):
        furnish(conn, karate_club_graph().edges)
        return {scene.title: [speak(conn, line) for line in scene.lines] for scene in STORY}


def words(answer: Answer) -> dict[str, str]:
    """What a record or a refusal says, by field."""
    return {row[0]: row[1] for row in answer.rows}


def test_the_club_is_there_with_all_its_friendships(told: dict[str, list[Answer]]) -> None:
    people, imported = told["A club moves in"]
    assert people == Answer(("people",), [("34",)])
    assert imported == Answer((), [("INSERT 0 78",)])
    assert len(set(CAST)) == 34


def test_everybody_sees_as_many_connections_as_they_have(told: dict[str, list[Answer]]) -> None:
    (seen,) = told["Each person sees their own rows"]
    friends = karate_club_graph().degree
    assert seen.rows == [
        ("a service", "78"),
        *((name, str(friends[CAST.index(name)])) for name in (JOHN_A, MR_HI, "Kim")),
        ("a signed-out visitor", "42501: permission denied for schema amity"),
    ]


def test_suggestions_are_those_of_the_real_network(told: dict[str, list[Answer]]) -> None:
    suggested, mutual = told["Suggestions"]
    club = karate_club_graph()
    in_common = {
        CAST[person]: len(list(common_neighbors(club, 0, person)))
        for person in set(club) - {0, *club[0]}
    }
    counts = [int(count) for _, count in suggested.rows]
    assert counts == sorted(in_common.values(), reverse=True)[:5]
    assert counts == [in_common[name] for name, _ in suggested.rows]
    assert suggested.rows[0] == (JOHN_A, str(len(mutual.rows)))
    assert {CAST.index(name) for (name,) in mutual.rows} == set(common_neighbors(club, 0, 33))


def test_crossing_requests_are_one_connection(told: dict[str, list[Answer]]) -> None:
    first, second = told["Two requests cross"]
    ((id_, *_),) = first.rows
    assert first.rows == [(id_, MR_HI, "pending")]
    assert second.rows == [(id_, MR_HI, "accepted")]


def test_forgeries_are_refused(told: dict[str, list[Answer]]) -> None:
    asked, *refusals = told["Only the recipient answers"]
    assert words(asked)["status"] == "pending"
    assert all(answer.refused for answer in refusals)
    answered, invented, borrowed = map(words, refusals)
    assert (answered["status"], answered["slug"]) == ("403", "not_recipient")
    assert answered["hint"] == "Only the recipient of a request answers it."
    assert (invented["sqlstate"], invented["detail"]) == ("PT403", "column_is_fixed")
    assert (borrowed["sqlstate"], borrowed["detail"]) == ("PT403", "not_yours")


def test_the_rejected_person_is_not_told(told: dict[str, list[Answer]]) -> None:
    returned, history = told["A rejection stays private"]
    assert returned.rows == [(PRIYA, "rejected")]
    assert [row[:2] for row in history.rows] == [
        (MR_HI, "requested"),
        (MR_HI, "rejected"),
        (PRIYA, "requested"),
    ]


def test_a_block_ends_the_connection_and_the_follow(told: dict[str, list[Answer]]) -> None:
    *_, followers = told["A follow needs no consent"]
    assert [name for name, _ in followers.rows] == [PRIYA, JOHN_A]
    _, state = told["A block"]
    assert state == Answer(("connections", "follows", "blocks"), [("78", "1", "1")])


def test_the_blocker_answers_as_a_random_uuid_does(told: dict[str, list[Answer]]) -> None:
    seen, *refusals, to_the_blocker = told["Blocked is the same as absent"]
    assert seen.rows == [(MR_HI, "none", "0"), ("a random uuid", "none", "0")]
    refused = {
        "sqlstate": "PT404",
        "detail": "person_not_found",
        "message": "User not found",
        "hint": "Check the id, and who is speaking.",
    }
    assert [words(answer) for answer in refusals] == [refused] * 4
    assert words(to_the_blocker)["detail"] == "blocked"


def test_a_service_reads_the_cause_and_a_person_does_not(told: dict[str, list[Answer]]) -> None:
    service, person = told["The history"]
    assert [row[1:] for row in service.rows] == [
        ("requested", MR_HI, "user"),
        ("accepted", JOHN_A, "crossing"),
        ("removed", MR_HI, "block"),
    ]
    assert [row[1:] for row in person.rows] == [
        (action, MR_HI, JOHN_A) for action in ("requested", "accepted", "removed")
    ]
    assert not {"actor_id", "cause"} & set(person.columns)


def test_the_history_replays_to_the_present(told: dict[str, list[Answer]]) -> None:
    remembered, broken = told["Every invariant holds"]
    # 78 imported; requested, accepted, removed; requested, rejected
    assert remembered.rows == [("83",)]
    assert broken == Answer(("kind", "invariant", "detail"), [])


def test_everything_is_asked_in_a_role_of_ones_own(database: str) -> None:
    with psycopg.connect(database, autocommit=True) as conn:
        roles = {
            who: speak(conn, Line((who,), "select current_user, amity.me()")).rows
            for who in ("the owner of the database", "a service", PRIYA)
        }
        signed_out = speak(conn, Line(("a signed-out visitor",), "select current_user"))
    assert roles == {
        "the owner of the database": [("postgres", "")],
        "a service": [("service_role", "")],
        PRIYA: [("authenticated", PRIYA)],
    }
    assert signed_out.rows == [("anon",)]
