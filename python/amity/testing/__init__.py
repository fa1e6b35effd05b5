"""A migrated database for the tests of your application: README.md beside this says how.

The fixtures are in the pytest plugin of this package; here is what they give.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AbstractContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, TypeAlias
from uuid import UUID, uuid4

import psycopg
from psycopg.conninfo import make_conninfo

from amity import servers, speaking_as
from amity._install import with_extra
from amity.database import connected

try:
    from pytest_postgresql.janitor import DatabaseJanitor
except ImportError as missing:
    raise ImportError(
        f"amity.testing needs pytest-postgresql. {with_extra('testing')}", name=missing.name
    ) from missing

__all__ = ["Connection", "NewPerson", "Server", "SpeakAs", "Step", "Template"]

Connection: TypeAlias = "psycopg.Connection[Any]"
Step: TypeAlias = Callable[[str], object] | Path | str
"""A function that is given the URL of the template, the Path of an SQL file, or SQL."""


class Executor(Protocol):
    """A server of pytest-postgresql: what its `postgresql_proc` and `postgresql_noproc` give."""

    host: str
    port: int
    user: str
    password: str | None
    maintenance_dbname: str


Server: TypeAlias = str | Executor
"""The URL of a database on a server whose role may create databases; or an executor."""


@contextmanager
def server() -> Iterator[str]:
    """Give the URL in AMITY_TEST_URL, or that of an embedded Postgres as long as the block lasts.

    Raises:
        EmbeddedMissingError: there is neither.
    """
    if url := os.environ.get("AMITY_TEST_URL"):
        yield url
    else:
        with servers.throwaway() as embedded:
            yield embedded.url_for("postgres")


@dataclass(frozen=True)
class Template:
    """A database that is set up, to be cloned."""

    url: str
    ...
