"""Amity, as its clients use it: each statement is the one that the Python package sends."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from measuring.contestants.actor import Actor
from psycopg import sql

from amity import blocks, connections, follows, relations, suggestions

if TYPE_CHECKING:
    from amity.calls import Call

_ACTS: dict[str, Callable[[str], Call[Any]]] = {
    "request": connections.request,
    "accept": connections.accept,
    "cancel": connections.cancel,
    "remove": connections.remove,
    "follow": follows.follow,
    "unfollow": follows.unfollow,
    "block": blocks.block,
}

FEED = (
    "select id, author_id, audience, body, created_at from public.posts"
    " order by created_at desc, id desc limit 50"
)

# Each answer as a call about another person, or some.
READS: dict[str, Callable[[str, list[str]], Call[Any]]] = {
    "page of 50": lambda _other, _people: connections.mine(),
    "status": lambda other, _people: connections.status(other),
    "counters": lambda _other, _people: relations.my_counters(),
    "relations with 100": lambda _other, people: relations.with_people(people),
    "incoming requests": lambda _other, _people: connections.incoming(),
    "mutual page": lambda other, _people: connections.mutual(other),
    "mutual count": lambda other, _people: connections.mutual_count(other),
    "suggestions": lambda _other, _people: suggestions.suggest(),
}


def _act(verb: str, one: str, other: str) -> bytes:
    return spoken(one, text(_ACTS[verb](other)))


def text(call: Call[Any]) -> str:
    """The statement that a call sends, its values written out."""
    call._may_be_dropped = True  # it runs, but a client sends it that does not wait for Python
    query = sql.SQL(call._query.replace("%s", "{}"))
    return query.format(*map(sql.Literal, call._values)).as_string()


def claims(person: str) -> str:
    """The statement that says, for the session, which person speaks."""
    said = json.dumps({"sub": person, "role": "authenticated"})
    return f"select set_config('request.jwt.claims', '{said}', false)"


def spoken(person: str, statement: str) -> bytes:
    """A transaction of a person, as PostgREST sends it: the role, the claims, the statement."""
    said = claims(person).replace("false)", "true)")
    return f"begin; set local role authenticated; {said}; {statement}; commit".encode()


AMITY = Actor("Amity", frozenset(_ACTS), _act)
