"""A site whose Postgres is logged in to."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb, set_json_loads

from amity.database import first_sentence
from amity.sync_connections.receiver import errors
from amity.sync_connections.receiver.addresses import SiteAddress
from amity.sync_connections.receiver.errors import printable, unreachable
from amity.sync_connections.receiver.responses import invalid_response, load_json
from amity.sync_connections.receiver.secrets import Secrets
from amity.sync_connections.receiver.source import MAX_BYTES, RESPONSE_TIMEOUT, Source, bounded


class PostgresSource(Source):
    """Calls `amity.sync_tables()`, `amity.sync_request()` and `amity.sync_pull()`."""

    def __init__(
        self,
        site: SiteAddress,
        secrets: Secrets,
        *,
        timeout: float = RESPONSE_TIMEOUT,
        max_bytes: int = MAX_BYTES,
    ) -> None:
        super().__init__(secrets, timeout, max_bytes)
        addresses = site.addresses or ("",)
        with _errors_explained(secrets):
            self._conn = psycopg.connect(
                make_conninfo("", **site.options),
                # the name for the certificate and ~/.pgpass, the address for the connection
                host=",".join([site.host] * len(addresses)),
                hostaddr=",".join(addresses),
                port=site.port,
                # always given, so that our own PGPASSWORD is not sent to another site
                password=secrets.login or "",
                connect_timeout=10,
                application_name="amity sync",
                client_encoding="utf8",
                autocommit=True,
                row_factory=dict_row,
                prepare_threshold=None,
            )
        set_json_loads(load_json, self._conn)

    def __exit__(self, *_: object) -> None:
        self._conn.close()

    def _send(self, function: str, arguments: dict[str, Any]) -> object:
        placeholders = ", ".join(f"{name} => %({name})s" for name in arguments)
        query = f"select * from amity.{function}({placeholders})"  # noqa: S608 - names of ours
        values = {
            name: Jsonb(value) if isinstance(value, list) else value
            for name, value in arguments.items()
        }
        with _errors_explained(self._secrets), bounded(self._timeout, self._max_bytes) as watch:
            watch(self._conn.fileno())
            # row by row: a site that sends more than one is not read to the end
            with self._conn.cursor() as cursor:
                (row,) = list(islice(cursor.stream(query, values), 2))
            return row


@contextmanager
def _errors_explained(secrets: Secrets) -> Iterator[None]:
    """Turn psycopg's errors into short sentences that repeat none of the values that were sent."""
    try:
        yield
    except psycopg.OperationalError as error:
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
