"""A site that tables are received from: three requests, whichever way they are sent.

Each proves the token anew, so that no log of the site has what opens it.
"""

import os
import socket
import time
from abc import abstractmethod
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from threading import Timer
from typing import Any
from uuid import UUID

from amity.sync_connections.receiver.errors import SiteUnreachableError
from amity.sync_connections.receiver.proof import key_of, prove
from amity.sync_connections.receiver.responses import Approval, Offer, Page, read, read_nonce
from amity.sync_connections.receiver.secrets import Secrets

RESPONSE_TIMEOUT = 300.0
"""Seconds from a request to the last byte of its response."""

# A site forgets a nonce five minutes after its last request.
_NONCE_LASTS = 120.0


class Source(AbstractContextManager["Source"]):
    """A site. Responses are validated; a refusal of the site is a SiteRefusedError."""

    def __init__(self, secrets: Secrets, timeout: float) -> None:
        self._secrets, self._timeout = secrets, timeout
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

    def pull(self, table: str, after: list[str] | None, limit: int, transfer: UUID | None) -> Page:
        """Ask for the page after that key."""
        arguments = {"table_name": table, "after": after, "max_rows": limit, "transfer": transfer}
        page = read(Page, self._call("sync_pull", **arguments))
        page.check(after, limit)
        return page

    def _call(self, function: str, **arguments: Any) -> object:
        now = time.monotonic()
        if self._nonce is None or now - self._last_request > _NONCE_LASTS:
            key = key_of(self._secrets.token)
            self._nonce = read_nonce(self._send("sync_challenge", {"key": key}))
        self._last_request = now
        self._requests += 1
        token, password = prove(self._secrets, self._nonce, self._requests)
        return self._send(function, {"token": token, "password": password, **arguments})

    @abstractmethod
    def _send(self, function: str, arguments: dict[str, Any]) -> object:
        """Call a function of the site's schema amity and return what it does, not yet validated."""


@contextmanager
def deadline(seconds: float) -> Iterator[Callable[[int], None]]:
    """Shut sockets down after so many seconds; gives what to call with their descriptors.

    A read timeout alone would not notice a site that sends one byte now and then.
    """
    # copies, as the number of a descriptor may be reused
    sockets: list[socket.socket] = []
    is_over = False

    def shut_down() -> None:
        nonlocal is_over
        is_over = True
        for each in sockets:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def watch(descriptor: int) -> None:
        sockets.append(socket.socket(fileno=os.dup(descriptor)))
        if is_over:
            shut_down()

    timer = Timer(seconds, shut_down)
    timer.daemon = True
    timer.start()
    try:
        yield watch
    finally:
        timer.cancel()
        for each in sockets:
            each.close()
        if is_over:
            raise SiteUnreachableError(
                f"The site took more than {seconds:g} seconds to respond.",
                "Try again later, or ask the site's administrator.",
            ) from None
