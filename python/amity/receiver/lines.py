"""A line to a site that is cut when its time is over, whatever still comes through it."""

import os
import socket
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self

from amity.receiver.errors import SiteUnreachable

__all__ = ["Deadline"]


class Deadline:
    """Cuts a line after so many seconds: what is at its other end may never say anything.

    Or a byte now and then, which no patience with a single read would find too slow. Whatever came
    of that is then a SiteUnreachable.
    """

    def __init__(self, seconds: float) -> None:
        self._lines: list[socket.socket] = []
        self._seconds = seconds
        self._is_over = False
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def cuts(self, descriptor: int) -> None:
        """Take a line on; its descriptor may be another's by the time it is cut, a copy is not."""
        self._lines.append(socket.socket(fileno=os.dup(descriptor)))
        if self._is_over:
            self._cut()

    def _cut(self) -> None:
        self._is_over = True
        for line in self._lines:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        for line in self._lines:
            line.close()
        if self._is_over:
            raise SiteUnreachable(
                f"The site took more than {self._seconds:g} seconds for an answer.",
                "Ask whoever runs it, or try again later.",
            ) from None
