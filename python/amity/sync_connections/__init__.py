"""Sync connections: two sites, one token, tables that flow from one to the other. For services.

The sending site creates a connection, hands its token over once, and offers tables. The receiving
site calls :func:`tables`, :func:`request` and :func:`pull` with that token, on a connection to the
sending database; :func:`grant`, :func:`read` and :func:`settle` do what :func:`pull` does, in one
snapshot. All of these, :func:`checksum`, :func:`announce` and :func:`authorize` do not raise a
refusal, because that would roll back what it stored (that the connection has expired, for example):
look at ``allowed`` in their result, or call its ``or_refuse()`` after the commit.

``amity.sync_connections.receiver`` does all of that; the README of this package is its manual.
"""

from amity.sync_connections import connections, errors, overview, receiving, records, sending
from amity.sync_connections.connections import *
from amity.sync_connections.overview import *
from amity.sync_connections.receiving import *
from amity.sync_connections.records import *
from amity.sync_connections.sending import *

__all__ = ["errors"]
__all__ += connections.__all__
__all__ += sending.__all__
__all__ += receiving.__all__
__all__ += records.__all__
__all__ += overview.__all__
