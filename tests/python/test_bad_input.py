"""Whatever is passed to a call, it is refused with a slug and a short sentence, or harmless."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, LiteralString
from uuid import UUID

import pytest
from python.ways import OWNER, SERVICE, People, Speaker, Way

from amity import (
    accounts,
    blocks,
    connections,
    follows,
    friendships,
    labels,
    people,
    settings,
    step_backs,
    suggestions,
)
from amity.calls import nothing
from amity.connections import ConnectionStatus
from amity.errors import InvalidInput, Refusal

if TYPE_CHECKING:
    from amity.calls import Call

LONG = "x" * 10_001
HOST_PERSON: LiteralString = (
    "insert into amity.people (host_key) values (%s) on conflict do nothing returning id"
)
NO_PERSON: dict[str, Any] = {
    "null": None,
    "empty": "",
    "no uuid": "nonsense",
    "nearly a uuid": "00000000-0000-4000-8000-00000000000g",
    "an int": 42,
    "a huge int": 2**70,
    "a float": math.nan,
    "a bool": True,
    "bytes": b"\x00\xff",
    "a NUL": "\0",
    "a lone surrogate": "\ud800",
    "long": LONG,
    "control characters": "\x01\x1b[31m",
    "a list": [1, "two"],
    "a moment": datetime.now(UTC),
    "an object": object(),
}

ACTS: tuple[Callable[[Any], Call[Any]], ...] = (
    blocks.block,
    blocks.unblock,
    connections.request,
    connections.accept,
    connections.reject,
    connections.cancel,
    connections.remove,
    follows.follow,
    follows.unfollow,
    follows.remove_follower,
    suggestions.dismiss,
    suggestions.restore,
)
READS: tuple[Callable[[Any], Call[Any]], ...] = (
    connections.status,
    connections.mutual,
    connections.mutual_count,
)
LISTS: tuple[Callable[..., Call[Any]], ...] = (
    blocks.mine,
    blocks.history,
    connections.mine,
    connections.incoming,
    connections.outgoing,
    connections.requests,
    connections.history,
    follows.followers,
    follows.following,
    follows.history,
    suggestions.suggest,
    friendships.mine,
)


def refusal(way: Way, speaker: Speaker, call: Callable[[], Call[Any]]) -> Refusal | None:
    """The refusal of a call, looked over; None where it was not refused. Any other error is one."""
    try:
        way.run(speaker, call())
    except Refusal as refused:
        found = refused
    else:
        return None
    assert type(found) is Refusal.by_slug[found.slug]
    assert 400 <= found.status < 500
    assert 0 < (length := len(found.message)) <= 300, length
    assert 0 < (length := len(found.hint)) <= 300, length
    return found


def _name(function: Any) -> str:
    return f"{function.__module__.removeprefix('amity.')}.{function.__name__}"


@pytest.mark.parametrize("bad", NO_PERSON.values(), ids=NO_PERSON)
def test_no_person(bad: Any, way: Way, people: People) -> None:
    """Every act refuses what is no person; every read refuses it or finds nothing."""
    slugs = {}
    for act in ACTS:
        refused = refusal(way, people.ada, lambda act=act: act(bad))
        assert refused, _name(act)
        slugs[_name(act)] = refused.slug
    if bad is not None:
        assert set(slugs.values()) == {"invalid_input"}, slugs
    for read in READS:
        assert refusal(way, people.ada, lambda read=read: read(bad)) or (
            way.run(people.ada, read(bad)) in (ConnectionStatus("none", None), [], 0)
        )


def test_null_has_the_slug_of_an_unknown_person(way: Way, people: People) -> None:
    for act in (blocks.block, connections.request, follows.follow, suggestions.dismiss):
        refused = refusal(way, people.ada, lambda act=act: act(None))
        assert refused
        assert refused.slug == "person_not_found"


BAD_TEXTS = {
    "long": (LONG, "text_too_long"),
    "a bell": ("ding \x07", "text_invalid"),
    "an escape": ("\x1b[31mred", "text_invalid"),
    "c1": ("next\x85line", "text_invalid"),
    "a NUL": ("\0", "invalid_input"),
    "a lone surrogate": ("\ud800", "invalid_input"),
    "an int": (42, "invalid_input"),
    "bytes": (b"\x00\xff", "invalid_input"),
    "a list": ([1, "two"], "invalid_input"),
    "an object": (object(), "invalid_input"),
}


@pytest.mark.parametrize(("bad", "slug"), BAD_TEXTS.values(), ids=BAD_TEXTS)
@pytest.mark.parametrize("act", [blocks.block, connections.request], ids=_name)
def test_bad_text(
    act: Callable[..., Call[Any]], bad: Any, slug: str, way: Way, people: People
) -> None:
    refused = refusal(way, people.ada, lambda: act(people.ben, bad))
    assert refused
    assert refused.slug == slug


@pytest.mark.parametrize(
    ("act", "longest"), [(blocks.block, 500), (connections.request, 1000)], ids=["block", "request"]
)
def test_text_to_the_edge(
    act: Callable[..., Call[Any]], longest: int, way: Way, people: People
) -> None:
    refused = refusal(way, people.ada, lambda: act(people.ben, "é" * (longest + 1)))
    assert refused
    assert (refused.slug, str(longest) in refused.hint) == ("text_too_long", True)
    assert refusal(way, people.ada, lambda: act(people.ben, "é" * longest)) is None
    assert refusal(way, people.ada, lambda: act(people.cleo, "tab\tline\r\n")) is None


BAD_LIMITS = {
    "negative": -1,
    "bigint": 2**40,
    "huge": 2**70,
    "text": "many",
    "a NUL": "\0",
    "a float": math.nan,
    "null": None,
    "bytes": b"1",
    "an object": object(),
}


@pytest.mark.parametrize("bad", BAD_LIMITS.values(), ids=BAD_LIMITS)
def test_bad_limit(bad: Any, way: Way, people: People) -> None:
    """A limit that makes no sense is refused, or gives what there is at most: nothing."""
    for listed in LISTS:
        call = lambda listed=listed: listed(limit=bad)  # noqa: E731
        assert refusal(way, people.ada, call) or way.run(people.ada, listed(limit=bad)) == []
    mutual = lambda: connections.mutual(people.ben, limit=bad)  # noqa: E731
    assert refusal(way, people.ada, mutual) or way.run(people.ada, mutual()) == []


NO_RECORD: dict[str, Any] = {
    "an id": UUID(int=7),
    "the text of one": "00000000-0000-0000-0000-000000000007",
    "a moment": datetime.now(UTC),
    "a record of another list": ConnectionStatus("none", None),
}


@pytest.mark.parametrize("bad", NO_RECORD.values(), ids=NO_RECORD)
def test_a_page_begins_after_a_record(bad: Any) -> None:
    """A cursor elsewhere is an id, and a page of ours begins after a record."""
    for listed in LISTS:
        if listed is not suggestions.suggest:
            with pytest.raises(InvalidInput, match="is not a record of this list") as caught:
                listed(after=bad)
            assert "not its id" in caught.value.hint


def test_a_value_is_shown_at_both_ends() -> None:
    for refused in (lambda: people.of([LONG]), lambda: labels.label(LONG, tags=LONG)):
        with pytest.raises(InvalidInput, match=r"xxx\.\.\.xxx"):
            refused()


BAD_SETTINGS = {
    "an unknown name": ("nonsense", 1, "setting_not_found"),
    "a long name": (LONG, 1, "setting_not_found"),
    "no name": (None, 1, "setting_not_found"),
    "a NUL as name": ("\0", 1, "invalid_input"),
    "an object as name": (object(), 1, "invalid_input"),
    "no switch": ("follows_enabled", "perhaps", "setting_invalid"),
    "an absent switch": ("follows_enabled", None, "setting_invalid"),
    "a negative cap": ("max_following", -1, "setting_invalid"),
    "a huge cap": ("max_following", 2**70, "setting_invalid"),
    "a long cap": ("max_following", LONG, "setting_invalid"),
    "no duration": ("request_ttl", "soon", "setting_invalid"),
    "no choice": ("crossing_requests", "perhaps", "setting_invalid"),
    "an absent choice": ("crossing_requests", None, "setting_invalid"),
    "a NUL as value": ("max_following", "\0", "invalid_input"),
}


@pytest.mark.parametrize(("name", "value", "slug"), BAD_SETTINGS.values(), ids=BAD_SETTINGS)
def test_bad_setting(name: Any, value: Any, slug: str, way: Way) -> None:
    refused = refusal(way, SERVICE, lambda: settings.change(name, value))
    assert refused
    assert refused.slug == slug


BAD_TABLES: dict[str, tuple[Any, Any]] = {
    "no such table": ("public.nowhere", "id"),
    "no such schema": ("nowhere.users", "id"),
    "no such column": ("amity.settings", "nonsense"),
    "no table": (None, "id"),
    "no column": ("amity.settings", None),
    "an unfit column": ("amity.settings", "description"),
    "a NUL": ("\0", "id"),
    "a long name": (LONG, "id"),
    "too many dots": ("a.b.c.d", "id"),
    "empty": ("", ""),
}


@pytest.mark.parametrize(("table", "column"), BAD_TABLES.values(), ids=BAD_TABLES)
def test_bad_table(table: Any, column: Any, way: Way) -> None:
    assert refusal(way, OWNER, lambda: people.attach(table, column))


@pytest.mark.parametrize("key", NO_PERSON.values(), ids=NO_PERSON)
def test_unknown_key(key: Any, way: Way) -> None:
    assert refusal(way, SERVICE, lambda: people.of(key)) or way.run(SERVICE, people.of(key)) is None


@pytest.mark.parametrize("no_key", [None, True, math.nan, b"7"], ids=repr)
def test_no_key_is_the_text_of_one(no_key: Any, way: Way) -> None:
    """A user called "None" is not who a missing user is."""
    name = str(no_key)
    way.run(OWNER, nothing(HOST_PERSON, name))
    assert way.run(SERVICE, people.of(name))
    if no_key is None:
        assert way.run(SERVICE, people.of(no_key)) is None
    else:
        with pytest.raises(InvalidInput):
            people.of(no_key)


@pytest.mark.parametrize(
    "call",
    [
        lambda p, moment: step_backs.step_back_from(p.ben, until=moment),
        lambda p, moment: step_backs.change(p.ben, until=moment),
        lambda p, moment: accounts.connections_at(p.ada, moment),
    ],
)
def test_a_moment_needs_its_time_zone(
    call: Callable[..., Call[Any]], way: Way, people: People
) -> None:
    """Without one it would be read in the time zone of the session."""
    with pytest.raises(InvalidInput, match="has no time zone"):
        call(people, datetime(2030, 1, 1))  # noqa: DTZ001 - the point
    moment = datetime(2030, 1, 1, tzinfo=UTC)
    refused = refusal(way, people.ada, lambda: call(people, moment))
    assert not isinstance(refused, InvalidInput)


@pytest.mark.parametrize("act", [labels.label, labels.relabel], ids=_name)
def test_a_text_is_no_list_of_tags(act: Callable[..., Call[Any]], people: People) -> None:
    with pytest.raises(InvalidInput, match="is one text"):
        act(people.ben, tags="friend")
