"""A page that is requested while the one before is written."""

from collections.abc import Callable
from threading import Thread
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from amity.sync_connections.receiver.responses import Page

T = TypeVar("T")

# So that two pages take some thirty megabytes, one of many columns has fewer records.
_MANY_RECORDS = 1_000
_MANY_VALUES = 200_000


def page_size(records: int, columns: int) -> int:
    """Give how many records to request, of so many columns, where as many are wanted."""
    return min(records, max(_MANY_RECORDS, _MANY_VALUES // columns))


def is_worth(page: "Page") -> bool:
    """Whether to request the page after this one meanwhile: if it has many records, and room."""
    count = len(page.records)
    has_room = count * len(page.columns) <= 2 * _MANY_VALUES
    return not page.is_last and count >= _MANY_RECORDS and has_room


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
