"""How tables are received."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from amity.sync_connections import Strategy, SyncTransfer

PAGE_SIZE = 10_000


@dataclass(frozen=True, slots=True)
class Options:
    """How tables are received."""

    strategy: Strategy | None = None
    """What happens to rows that exist; by default what the connection says."""
    page_size: int = PAGE_SIZE
    """Records that are requested at once; of many columns fewer: 200,000 values, or 1,000."""
    allow_private: bool = False
    """Whether a site may be on a private host."""
    wait: Callable[[float], None] = time.sleep
    """Called with the seconds to wait when a site reports too many requests."""
    progress: Callable[[str, SyncTransfer, int | None], None] = lambda _table, _done, _rows: None
    """Called after every page with the table, its transfer and the estimated number of rows."""
    max_page_bytes: int = 32 << 20
    """The largest response of the site that is read."""
    mirror: bool = False
    """Whether rows that the site no longer has are deleted here."""
    delete_limit: int | None = None
    """How many of a table: by default 1,000, or a hundredth of its rows if that is more."""
    max_failed: int = 1000
    """How many records of a table may not fit; those without a parent are not counted."""
    max_seconds: float = 6 * 3600
    """After so long nothing more is requested of the site, and moving what has arrived takes as
    long at most; the next pull continues."""
    cursor: str | None = None
    """A column by which only what changed is received; by default the one of the connection."""
    cursor_lag: timedelta | None = None
    """How long before the last value of it that arrived: by default five minutes."""

    def of_source(self) -> dict[str, Any]:
        """The keyword arguments of :func:`~amity.sync_connections.receiver.open_source`."""
        return {
            "allow_private": self.allow_private,
            "max_bytes": self.max_page_bytes,
            "max_seconds": self.max_seconds,
        }


DEFAULTS = Options()
