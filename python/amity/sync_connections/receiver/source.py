"""A site that tables are received from: three requests, whichever way they are sent.

Each proves the token anew, so that no log of the site has what opens it.
"""

import math
import os
import socket
import sys
import time
from abc import abstractmethod
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from threading import Event, Thread
from typing import Any
from uuid import UUID

from amity.sync_connections.receiver.errors import InvalidResponseError, SiteUnreachableError
from amity.sync_connections.receiver.proof import key_of, prove, prove_incoming
from amity.sync_connections.receiver.responses import (
    Announced,
    Approval,
    Digest,
    Offer,
    Page,
    read,
    read_value,
)
from amity.sync_connections.receiver.secrets import Secrets

RESPONSE_TIMEOUT = 300.0
"""Seconds from a request to the last byte of its response."""

MAX_BYTES = 32 << 20
"""The largest response that is read: twice the page that a site sends by default."""

# How often the size of a response is looked at, in seconds.
_LOOK_EVERY = 0.05

# A site forgets a nonce five minutes after its last request.
_NONCE_LASTS = 120.0


class Source(AbstractContextManager["Source"]):
    """A site. Responses are validated; a refusal of the site is a SiteRefusedError."""

    ends_at = math.inf
    """The moment of the monotonic clock after which nothing is requested."""

    def __init__(self, secrets: Secrets, timeout: float, max_bytes: int) -> None:
        self._secrets, self._timeout, self._max_bytes = secrets, timeout, max_bytes
        self._offer: Offer | None = None
        self._nonce: UUID | None = None
        self._requests = 0
        self._last_request = 0.0

    def tables(self) -> Offer:
        """Ask what the site offers, once."""
        if self._offer is None:
            self._offer = read(Offer, self._call("sync_tables"))
        return self._offer

    def request(self, table: str) -> Approval:
        """Ask for the approval of a transfer."""
        return read(Approval, self._call("sync_request", table_name=table))

    def pull(
        self,
        table: str,
        after: list[str] | None,
        limit: int,
        transfer: UUID | None,
        cursor: str | None = None,
    ) -> Page:
        """Ask for the page after that key, in the order of the key or of a cursor column."""
        arguments = {"table_name": table, "after": after, "max_rows": limit, "transfer": transfer}
        page = self._pull(arguments | ({"cursor_column": cursor} if cursor else {}))
        page.check(after, limit, cursor)
        return page

    def checksum(self, table: str, columns: list[str], transfer: UUID | None) -> Digest:
        """Ask for a checksum of a table."""
        arguments = {"table_name": table, "columns": columns, "transfer": transfer}
        return read(Digest, self._call("sync_checksum", **arguments))

    def announce(self, name: str, url: str) -> None:
        """Tell a site that receives where the one is that sends."""
        password = prove_incoming(self._secrets.password, f"{url} {name}")
        arguments = {"name": name, "site_url": url, "password": password}
        read(Announced, self._send("sync_announce", arguments))

    def _pull(self, arguments: dict[str, Any]) -> Page:
        return read(Page, self._call("sync_pull", **arguments))

    def _call(self, function: str, **arguments: Any) -> bytes:
        now = time.monotonic()
        if now >= self.ends_at:
            raise SiteUnreachableError(
                "The site has taken all the time that it may.",
                "What has arrived is kept; run this again to continue, or allow more minutes.",
            )
        if self._nonce is None or now - self._last_request > _NONCE_LASTS:
            key = key_of(self._secrets.token)
            self._nonce = read_value(UUID, self._send("sync_challenge", {"key": key}))
        self._last_request = now
        self._requests += 1
        token, password = prove(self._secrets, self._nonce, self._requests)
        return self._send(function, {"token": token, "password": password, **arguments})

    @abstractmethod
    def _send(self, function: str, arguments: dict[str, Any]) -> bytes:
        """Call a function of the site's schema amity; gives the JSON that it returns, unread."""


@contextmanager
def bounded(seconds: float, max_bytes: int) -> Iterator[Callable[[int], None]]:
    """Shut sockets down after so many seconds or bytes; gives what to call with their descriptors.

    A read timeout alone would not notice a site that sends one byte now and then, and libpq reads a
    row of any size.
    """
    # copies, as the number of a descriptor may be reused
    sockets: list[tuple[socket.socket, int]] = []
    over: list[SiteUnreachableError | InvalidResponseError] = []
    done = Event()
    until = time.monotonic() + seconds

    def shut_down() -> None:
        for each, _ in sockets:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def watch(descriptor: int) -> None:
        copy = socket.socket(fileno=os.dup(descriptor))
        sockets.append((copy, _received(copy)))
        if over:
            shut_down()

    def guard() -> None:
        is_done = False
        while not over and not is_done:
            is_done = done.wait(min(_LOOK_EVERY, max(until - time.monotonic(), 0)))
            if any(_received(each) - before > max_bytes for each, before in list(sockets)):
                over.append(too_large(max_bytes))
            elif not is_done and time.monotonic() >= until:
                over.append(_too_late(seconds))
        if over:
            shut_down()

    guardian = Thread(target=guard, daemon=True)
    guardian.start()
    try:
        yield watch
    finally:
        done.set()
        guardian.join()
        for each, _ in sockets:
            each.close()
        if over:
            raise over[0] from None


def _received(each: socket.socket) -> int:
    """How many bytes a socket has received: as Linux counts them for TCP, 0 elsewhere."""
    try:
        info = each.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 136)
    except (OSError, AttributeError):
        return 0
    return int.from_bytes(info[128:136], sys.byteorder)


def _too_late(seconds: float) -> SiteUnreachableError:
    return SiteUnreachableError(
        f"The site took more than {seconds:g} seconds to respond.",
        "Try again later, or ask the site's administrator.",
    )


def too_large(max_bytes: int) -> InvalidResponseError:
    """Make the error for a response that is not read to its end."""
    return InvalidResponseError(
        f"The site's response is invalid: it is larger than {max_bytes:,} bytes.",
        "Nothing of it was stored. If a row may be as large, allow it with --max-page.",
    )
