"""The receiving side of sync connections: another site's tables, page by page, into this database.

A site is asked over a Postgres URL or a PostgREST URL (``source``), at addresses that are allowed
(``addresses``), and its responses are validated (``responses``). A page's rows and the position
after them are written in one transaction, so a transfer that was interrupted continues exactly
there (``transfer``). Pages go to stages, and those into the tables when all are there (``tables``,
``move``).
"""

from amity.sync_connections.receiver.compare import Comparison, compare
from amity.sync_connections.receiver.options import Options
from amity.sync_connections.receiver.preview import Preview
from amity.sync_connections.receiver.pulls import (
    SiteResult,
    outcome,
    preview,
    pull,
    pull_due,
    writable,
)
from amity.sync_connections.receiver.secrets import Secrets
from amity.sync_connections.receiver.sites import add_site, announce, open_source, site_secrets
from amity.sync_connections.receiver.tables import TableResult, receive_tables
from amity.sync_connections.receiver.transfer import Receipt

__all__ = [
    "Comparison",
    "Options",
    "Preview",
    "Receipt",
    "Secrets",
    "SiteResult",
    "TableResult",
    "add_site",
    "announce",
    "compare",
    "open_source",
    "outcome",
    "preview",
    "pull",
    "pull_due",
    "receive_tables",
    "site_secrets",
    "writable",
]
