"""The receiving side of sync connections: another site's tables, page by page, into this database.

A :class:`Source` gives pages, over a Postgres URL or a PostgREST URL; nothing that it says is
believed before it was checked (``answers``), and no address is spoken to that was not allowed
(``places``). A page's rows and the place where it ended are written in one transaction, so that a
transfer goes on exactly where it was cut off (``transfers``).
"""

from amity.receiver.due import run_due
from amity.receiver.errors import (
    Busy,
    CannotReceive,
    Interrupted,
    SiteNotAllowed,
    SiteRefused,
    SiteUnreachable,
    StrangeAnswer,
    TokenMissing,
)
from amity.receiver.rows import RowError
from amity.receiver.secrets import Secrets
from amity.receiver.sources import Source, open_source
from amity.receiver.tables import Received, receive_tables
from amity.receiver.transfers import receive

__all__ = [
    "Busy",
    "CannotReceive",
    "Interrupted",
    "Received",
    "RowError",
    "Secrets",
    "SiteNotAllowed",
    "SiteRefused",
    "SiteUnreachable",
    "Source",
    "StrangeAnswer",
    "TokenMissing",
    "open_source",
    "receive",
    "receive_tables",
    "run_due",
]
