"""A site that tables are received from, whichever way it is spoken to."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol
from uuid import UUID

from amity.receiver.places import located
from amity.receiver.secrets import Secrets
from amity.sync_connections import Authorization, Offer, Page

__all__ = ["LARGEST_ANSWER", "PATIENCE", "Source", "open_source"]

LARGEST_ANSWER = 512 << 20
"""Bytes of one answer over HTTP: the largest page of a sending site, and some more."""
PATIENCE = 300.0
"""Seconds for one answer, from the question to its last byte."""


class Source(Protocol):
    """A site. What it gives was checked, and may be a refusal."""

    def tables(self) -> Offer:
        """What it offers; asked once, until it is allowed."""

    def request(self, table: str) -> Authorization:
        """Asks for an approval."""

    def pull(self, table: str, after: list[str] | None, most: int, transfer: UUID | None) -> Page:
        """Asks for a page."""


@contextmanager
def open_source(url: str, secrets: Secrets, *, allow_private: bool = False) -> Iterator[Source]:
    """Opens a site by its URL.

    Raises:
        SiteNotAllowed: the URL leads where nothing is asked.
        SiteUnreachable: nobody answers there; also later, from the source itself.
    """
    place = located(url, allow_private=allow_private)
    if place.kind == "http":
        from amity.receiver.over_http import HttpSource  # noqa: PLC0415 - it needs an extra

        with HttpSource(place, secrets) as source:
            yield source
    else:
        from amity.receiver.over_postgres import PostgresSource  # noqa: PLC0415 - as the other

        with PostgresSource(place, secrets) as source:
            yield source
