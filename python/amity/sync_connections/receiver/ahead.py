"""A request that is sent while something else is done."""

from collections.abc import Callable
from threading import Thread
from typing import Generic, TypeVar

T = TypeVar("T")


class Ahead(Generic[T]):
    """Its response, or the error with which it failed."""

    def __init__(self, request: Callable[[], T]) -> None:
        self._request = request
        self._responses: list[T] = []
        self._error: BaseException | None = None
        # a daemon: a site that does not respond does not keep the process from its end
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._responses.append(self._request())
        except BaseException as error:  # noqa: BLE001 - it is raised where the response is needed
            self._error = error

    def wait(self) -> None:
        """Wait until the site can be asked something else."""
        self._thread.join()

    def response(self) -> T:
        """Wait for the response, which is given once, or raise the error."""
        self.wait()
        if self._error:
            raise self._error
        return self._responses.pop()
