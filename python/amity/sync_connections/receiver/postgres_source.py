"""A site whose Postgres is logged in to."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

import psycopg
from psycopg import IsolationLevel
from psycopg.conninfo import make_conninfo
from psycopg.types.json import Jsonb, set_json_loads

from amity.database import first_sentence
from amity.sync_connections.receiver import errors
from amity.sync_connections.receiver.addresses import SiteAddress
from amity.sync_connections.receiver.errors import invalid_response, printable, unreachable
from amity.sync_connections.receiver.responses import (
    Page,
    Permit,
    read,
    read_receipt,
    read_value,
)
from amity.sync_connections.receiver.secrets import Secrets
from amity.sync_connections.receiver.source import MAX_BYTES, RESPONSE_TIMEOUT, Source, bounded


class PostgresSource(Source):
    """Asks in one session and reads in another: in one transaction, so that it is one snapshot."""

    def __init__(
        self,
        site: SiteAddress,
        secrets: Secrets,
        *,
        timeout: float = RESPONSE_TIMEOUT,
        max_bytes: int = MAX_BYTES,
    ) -> None:
        super().__init__(secrets, timeout, max_bytes)
        self._site = site
        self._conn = self._connect()
        self._reader: psycopg.Connection[Any] | None = None
        self._reader_id = 0

    def __exit__(self, *_: object) -> None:
        self._conn.close()
        if self._reader:
            self._reader.close()

    def _connect(self) -> "psycopg.Connection[Any]":
        addresses = self._site.addresses or ("",)
        with _errors_explained(self._secrets):
            conn = psycopg.connect(
                make_conninfo("", **self._site.options),
                # the name for the certificate and ~/.pgpass, the address for the connection
                host=",".join([self._site.host] * len(addresses)),
                hostaddr=",".join(addresses),
                port=self._site.port,
                # always given, so that our own PGPASSWORD is not sent to another site
                password=self._secrets.login or "",
                connect_timeout=10,
                application_name="amity sync",
                client_encoding="utf8",
                autocommit=True,
                prepare_threshold=None,
            )
        set_json_loads(_unread, conn)
        return conn

    def _pull(self, arguments: dict[str, Any]) -> Page:
        if self._reader is None:
            self._reader = self._connect()
            self._reader.autocommit = False
            self._reader.isolation_level = IsolationLevel.REPEATABLE_READ
            self._reader.read_only = True
            # behind a pooler, the id of the session is known in the transaction only
            self._reader_id = read_value(int, self._query(self._reader, "pg_backend_pid()", {}))
        permit = read(Permit, self._call("sync_grant", reader=self._reader_id, **arguments))
        grant = {"signed_grant": permit.signed_grant}
        content = self._query(self._reader, _function("sync_read", grant), grant)
        try:
            page = read(Page, content)
        except errors.SiteRefusedError:
            self._settle(read_receipt(content))
            raise
        # before it is written here: what is repeated then is the page that is not
        self._settle(page.receipt)
        return page

    def _settle(self, receipt: str | None) -> None:
        if receipt:
            self._send("sync_settle", {"receipt": receipt})

    def _send(self, function: str, arguments: dict[str, Any]) -> bytes:
        return self._query(self._conn, _function(function, arguments), arguments)

    def _query(
        self, conn: "psycopg.Connection[Any]", call: str, arguments: dict[str, Any]
    ) -> bytes:
        query = f"select to_json(result) from {call} as result"  # noqa: S608 - names of ours
        values = {
            name: Jsonb(value) if isinstance(value, list) else value
            for name, value in arguments.items()
        }
        with _errors_explained(self._secrets), bounded(self._timeout, self._max_bytes) as watch:
            watch(conn.fileno())
            # row by row: a site that sends more than one is not read to the end
            with conn.cursor() as cursor:
                ((content,),) = list(islice(cursor.stream(query, values), 2))
            if not isinstance(content, bytes):
                raise TypeError
            return content


def _unread(content: str | bytes) -> bytes:
    """Keep JSON as it came: it is validated while it is read."""
    return content if isinstance(content, bytes) else content.encode()


def _function(name: str, arguments: dict[str, Any]) -> str:
    placeholders = ", ".join(f"{each} => %({each})s" for each in arguments)
    return f"amity.{name}({placeholders})"


@contextmanager
def _errors_explained(secrets: Secrets) -> Iterator[None]:
    """Turn psycopg's errors into short sentences that repeat none of the values that were sent."""
    try:
        yield
    except (psycopg.OperationalError, psycopg.errors.IdleInTransactionSessionTimeout) as error:
        reason = _reason(error)
        if re.search("no password supplied|password authentication failed", reason):
            raise errors.SiteUnreachableError(
                f"Authentication at the site's Postgres failed: {printable(reason)}.",
                f"Set {secrets.login_from} to the password of the user in the site's URL.",
            ) from None
        raise unreachable(reason) from None
    except psycopg.Error as error:
        raise errors.InvalidResponseError(
            f"The site's Postgres failed: {printable(_reason(error))}.",
            "The site needs Amity, and for this user a role that is granted amity_receiver.",
        ) from None
    except (ValueError, TypeError, LookupError, OverflowError, RecursionError, MemoryError):
        raise invalid_response("it cannot be read") from None


def _reason(error: psycopg.Error) -> str:
    words = re.sub("^.* fe_sendauth: ", "", first_sentence(error))
    return (error.diag.message_primary or words).rstrip(".")
