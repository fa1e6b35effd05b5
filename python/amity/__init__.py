"""Amity: who knows whom, kept by Postgres itself.

A kind is a module, a verb in it gives a :class:`Call`, and a call runs on a psycopg connection of
either sort, for the person who is speaking::

    with psycopg.connect(url) as conn, speaking_as(conn, ada):
        connections.request(ben).on(conn)

What is refused is an exception of the kind: ``connections.errors.AlreadyConnected``.
"""

from importlib.metadata import version

from amity import (
    accounts,
    audience,
    badges,
    blocks,
    circles,
    connections,
    counts,
    errors,
    follows,
    friendships,
    imports,
    invites,
    labels,
    limits,
    notifications,
    people,
    profiles,
    relations,
    settings,
    step_backs,
    suggestions,
    sync_connections,
)
from amity.calls import Call
from amity.errors import AmityError, Refusal
from amity.speaking import IdentityError, as_service, signed_out, speaking_as

__all__ = [
    "AmityError",
    "Call",
    "IdentityError",
    "Refusal",
    "accounts",
    "as_service",
    "audience",
    "badges",
    "blocks",
    "circles",
    "connections",
    "counts",
    "errors",
    "follows",
    "friendships",
    "imports",
    "invites",
    "labels",
    "limits",
    "notifications",
    "people",
    "profiles",
    "relations",
    "settings",
    "signed_out",
    "speaking_as",
    "step_backs",
    "suggestions",
    "sync_connections",
]
__version__ = version("amity")
