"""A site whose Postgres we log in to."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from types import TracebackType
from typing import Any, LiteralString, Self
from uuid import UUID

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from amity.receiver import answers
from amity.receiver.errors import SiteUnreachable, StrangeAnswer, shown
from amity.receiver.lines import Deadline
from amity.receiver.places import Place
from amity.receiver.secrets import Secrets
from amity.receiver.sources import PATIENCE
from amity.sync_connections import Authorization, Offer, Page

__all__ = ["PostgresSource"]

_CONNECT_SECONDS = 10


class PostgresSource:
    """Speaks to `amity.sync_tables()`, `sync_request()` and `sync_pull()` themselves."""

    def __init__(self, place: Place, secrets: Secrets, *, patience: float = PATIENCE) -> None:
        self._secrets = secrets
        self._patience = patience
        self._offer: Offer | None = None
        self._conn = _connect(place, secrets)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._conn.close()

    def tables(self) -> Offer:
        """What the site offers."""
        query: LiteralString = "select * from amity.sync_tables(%s, %s)"
        if self._offer is None or not self._offer.allowed:
            said = self._ask(query, self._secrets.token, self._secrets.password)
            self._offer = answers.offer(said)
        return self._offer

    def request(self, table: str) -> Authorization:
        """Asks for an approval."""
        query: LiteralString = "select * from amity.sync_request(%s, %s, %s)"
        said = self._ask(query, self._secrets.token, table, self._secrets.password)
        return answers.authorization(said)

    def pull(self, table: str, after: list[str] | None, most: int, transfer: UUID | None) -> Page:
        """Asks for a page."""
        said = self._ask(
            "select * from amity.sync_pull(%s, %s, %s::jsonb, %s::integer, %s, %s::uuid)",
            self._secrets.token,
            table,
            None if after is None else Jsonb(after),
            most,
            self._secrets.password,
            transfer,
        )
        return answers.page(said, after, most)

    def _ask(self, query: LiteralString, *values: Any) -> dict[str, Any]:
        with _sentences(self._secrets), Deadline(self._patience) as deadline:
            deadline.cuts(self._conn.fileno())
            # row by row: whoever sends more than one is not listened to until the end
            with self._conn.cursor() as cursor:
                (row,) = list(islice(cursor.stream(query, values), 2))
            return row


def _connect(place: Place, secrets: Secrets) -> psycopg.Connection[dict[str, Any]]:
    addresses = place.addresses or ("",)
    with _sentences(secrets):
        return psycopg.connect(
            make_conninfo("", **place.options),
            # the name for the certificate and ~/.pgpass, the address for the connection
            host=",".join([place.host] * len(addresses)),
            hostaddr=",".join(addresses),
            port=place.port,
            # said, so that a PGPASSWORD of our own is not told to somebody else
            password=secrets.login or "",
            connect_timeout=_CONNECT_SECONDS,
            application_name="amity sync",
            client_encoding="utf8",
            autocommit=True,
            row_factory=dict_row,
            prepare_threshold=None,
        )


@contextmanager
def _sentences(secrets: Secrets) -> Iterator[None]:
    """Make a sentence of what psycopg says: short, and with none of the values that were sent."""
    try:
        yield
    except psycopg.OperationalError as error:
        reason = _reason(error)
        if re.search("no password supplied|password authentication failed", reason):
            raise SiteUnreachable(
                f"The site's Postgres did not let us in: {shown(reason)}.",
                f"The password of the user in its URL is looked for in {secrets.login_from}.",
            ) from None
        raise SiteUnreachable(
            f"The site could not be reached: {shown(reason)}.",
            "Is the site running, and is its URL right?",
        ) from None
    except psycopg.Error as error:
        raise StrangeAnswer(
            f"The site's Postgres could not answer: {shown(_reason(error))}.",
            "It needs Amity, and a role that is granted amity_receiver.",
        ) from None
    except (ValueError, TypeError, LookupError, OverflowError, RecursionError, MemoryError):
        raise StrangeAnswer(
            "The site's Postgres answered something that cannot be read.",
            "Nothing of that answer was kept. Ask whoever runs the site.",
        ) from None


def _reason(error: psycopg.Error) -> str:
    # libpq says it for each address and each try, the last one first or after the last FATAL
    words = str(error).rpartition("FATAL:")[2].strip().partition("\n")[0]
    words = re.sub(r"^.* fe_sendauth: |^connection (failed|is bad): ", "", words)
    return (error.diag.message_primary or words).rstrip(".")
