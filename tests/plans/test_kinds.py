"""The same as in test_plans.py for what came later: with a million of each kind as well."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import UUID

import psycopg
import pytest
from plans import kinds
from plans.kinds import Resident
from plans.million import Person
from plans.test_plans import Case, Judge, complaints, judge, raw
from support.clusters import Cluster

from amity import (
    accounts,
    badges,
    blocks,
    circles,
    connections,
    counts,
    follows,
    friendships,
    invites,
    labels,
    notifications,
    relations,
    step_backs,
)
from amity.speaking import as_service

__all__ = ["judge"]

THEN = datetime(2024, 6, 1, tzinfo=UTC)
case = partial(Case, big=kinds.BIG)


@pytest.fixture(scope="session")
def million(server: Cluster, million: tuple[str, Person]) -> Iterator[tuple[str, Resident]]:
    """A copy of the ring with everything in it, and a person of the ring."""
    name = psycopg.conninfo.conninfo_to_dict(million[0])["dbname"]
    server.admin.execute(f"create database full_ring template {name} strategy file_copy")
    url = server.url("full_ring")
    kinds.fill(url)
    yield url, kinds.resident(url, million[1])
    server.admin.execute("drop database full_ring with (force)")


def a_thousand(me: Resident) -> list[UUID]:
    return [me.connected, me.followed, me.blocked, *(UUID(int=n) for n in range(997))]


LISTS = {
    # my step-backs are looked up, and not read for each of my connections
    "friendships": case(lambda me: friendships.mine(limit=20), most=500),
    "step-backs": case(lambda me: step_backs.mine(limit=20), ("step_backs_by_time",)),
    "have I stepped back": case(lambda me: step_backs.is_stepped_back_from(me.member), most=1),
    "step-backs history": case(lambda me: step_backs.history(limit=20)),
    "labels": case(lambda me: labels.mine(limit=20)),
    "labels about a person": case(lambda me: labels.about(me.connected)),
    "labels with a tag": case(lambda me: labels.tagged("tag 3")),
    "labels of a type": case(lambda me: labels.of_type(me.type), ("labels_of_type",)),
    "types of labels": case(lambda me: labels.types()),
    # the people of a circle are counted: there are twenty in each
    "circles": case(lambda me: circles.mine(limit=20), most=1000),
    "invitations to circles": case(lambda me: circles.invitations(limit=20)),
    "members of a circle": case(lambda me: circles.members(me.circle, limit=20)),
    "invited to a circle": case(lambda me: circles.invited(me.circle, limit=20)),
    "people of a circle": case(lambda me: circles.people(me.circle)),
    "people of a dynamic circle": case(lambda me: circles.people(me.dynamic), most=2000),
    "circles history": case(lambda me: circles.history(limit=20)),
    "invites": case(lambda me: invites.mine(limit=20), ("invites_by_issuer",)),
    "counts": case(lambda me: counts.mine(), ("tallies_of_person", "connections_incoming")),
    "counts of a person": case(lambda me: counts.of(me.me), ("tallies_of_person",)),
    "badges": case(lambda me: badges.list_mine(), most=500),
    "a screen of people": case(
        lambda me: relations.with_people(a_thousand(me)), ("connections_one_per_pair",), most=1000
    ),
    # the lists of my hundred connections, a hundred each, and never the lists of the thousand
    "a screen of people, with friends in common": case(
        lambda me: relations.with_people(a_thousand(me), with_mutual=True), most=11_000
    ),
    "notifications": case(
        lambda me: notifications.mine(limit=20), ("notifications_of_person",), ordered=True
    ),
    "a navigation bar": case(lambda me: relations.my_counters(), most=300),
    "all that is mine": case(lambda me: accounts.export(me.me), most=30_000),
    "my connections then": case(lambda me: accounts.connections_at(me.me, THEN), most=500),
    "dismissed": case(raw("select person_id from amity.dismissed_suggestions")),
    "kept badges": case(raw("select badge from amity.kept_badges")),
}

ACTS = {
    "step back": case(lambda me: step_backs.step_back_from(me.known)),
    "change a step-back": case(lambda me: step_backs.change(me.member)),
    "return": case(lambda me: step_backs.return_to(me.member)),
    "request": case(lambda me: connections.request(me.stranger)),
    "accept": case(lambda me: connections.accept(me.asked_me), most=1000),
    "remove": case(lambda me: connections.remove(me.connected), most=1000),
    "follow": case(lambda me: follows.follow(me.stranger)),
    "unfollow": case(lambda me: follows.unfollow(me.followed)),
    "block": case(lambda me: blocks.block(me.connected), most=1000),
    "label": case(lambda me: labels.label(me.stranger, type_id=me.type)),
    "label anew": case(lambda me: labels.relabel(me.labelled, type_id=me.type, note="x")),
    "take a label off": case(lambda me: labels.unlabel(me.labelled, type_id=me.type)),
    "make a type": case(lambda me: labels.create_type("friend")),
    "change a type": case(lambda me: labels.change_type(me.type, "friend")),
    "end a type": case(lambda me: labels.delete_type(me.type)),
    "found a circle": case(lambda me: circles.create("climbers")),
    "rename a circle": case(lambda me: circles.change(me.circle, "climbers"), most=2000),
    "end a circle": case(lambda me: circles.end(me.circle), most=2000),
    "invite to a circle": case(lambda me: circles.invite(me.circle, me.somebodys), most=2000),
    "accept an invitation to a circle": case(
        lambda me: circles.accept(me.circle_i_am_asked_to), most=2000
    ),
    "decline one": case(lambda me: circles.decline(me.circle_i_am_asked_to), most=2000),
    "leave a circle": case(lambda me: circles.leave(me.circle_i_am_in), most=2000),
    "remove from a circle": case(lambda me: circles.remove(me.circle, me.member), most=2000),
    "promote": case(lambda me: circles.promote(me.circle, me.member), most=2000),
    "issue an invite": case(lambda me: invites.issue()),
    "redeem one": case(lambda me: invites.redeem(me.token), ("invite_tokens_pkey",)),
    "revoke one": case(lambda me: invites.revoke(me.invite)),
    "read notifications": case(lambda me: notifications.read(), ("notifications_unread",)),
    "read one": case(lambda me: notifications.read([me.me])),
    "delete one": case(lambda me: notifications.delete([me.me])),
}


@pytest.mark.parametrize("case", LISTS.values(), ids=LISTS)
def test_lists(case: Case, judge: Judge) -> None:
    judge(case)


@pytest.mark.parametrize("case", ACTS.values(), ids=ACTS)
def test_acts_and_everything_they_check(case: Case, judge: Judge) -> None:
    judge(case)


@pytest.mark.postgres(18)  # fifteen seconds; the plans are simple
def test_taking_and_tidying_notifications(
    conn: psycopg.Connection[Any], watched: Callable[..., list[dict[str, Any]]]
) -> None:
    with conn.transaction(force_rollback=True), as_service(conn):
        plans = watched(lambda: (notifications.take(20).on(conn), accounts.tidy().on(conn)))
    (taking,) = [plan for plan in plans if "with held" in plan["Query Text"]]
    (tidying,) = [plan for plan in plans if "id < v_first" in plan["Query Text"]]
    # nine in ten of those that wait longest are withheld there, and passed over
    wrong = complaints([taking, tidying], case(raw(""), most=1000))
    assert not wrong, "\n".join(wrong)


def test_forgetting(
    conn: psycopg.Connection[Any], me: Resident, watched: Callable[..., list[dict[str, Any]]]
) -> None:
    with conn.transaction(force_rollback=True), as_service(conn):
        plans = watched(lambda: accounts.forget(me.me).on(conn))
    wrong = complaints(plans, case(raw(""), most=30_000))
    assert not wrong, "\n".join(wrong)
