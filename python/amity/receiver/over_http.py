"""A site whose PostgREST we ask, as Supabase has one."""

import json
import ssl
from types import TracebackType
from typing import Any, Self
from uuid import UUID

from amity._install import with_extra
from amity.errors import AmityError
from amity.receiver import answers
from amity.receiver.errors import (
    SiteNotAllowed,
    SiteUnreachable,
    StrangeAnswer,
    TokenMissing,
    shown,
)
from amity.receiver.lines import Deadline
from amity.receiver.places import Place
from amity.receiver.secrets import Secrets, is_word
from amity.receiver.sources import LARGEST_ANSWER, PATIENCE
from amity.sync_connections import Authorization, Offer, Page

try:
    import httpx
except ImportError as missing:
    raise AmityError(
        "Receiving over HTTP needs httpx, which is not installed.", with_extra("sync")
    ) from missing

__all__ = ["HttpSource"]

_TIMEOUT = httpx.Timeout(60, connect=10)
_OK = 200


class HttpSource:
    """Calls `rpc/sync_tables`, `rpc/sync_request` and `rpc/sync_pull`."""

    def __init__(
        self,
        place: Place,
        secrets: Secrets,
        *,
        patience: float = PATIENCE,
        largest: int = LARGEST_ANSWER,
    ) -> None:
        self._place = place
        self._secrets = secrets
        self._url = _parsed(place.url)
        self._headers = _headers(self._url, secrets)
        self._patience = patience
        self._largest = largest
        self._offer: Offer | None = None
        self._client = httpx.Client(
            timeout=_TIMEOUT,
            # a line for each question, so that each can be cut when its time is over
            limits=httpx.Limits(max_keepalive_connections=0),
            follow_redirects=False,
            # a proxy from the environment would be spoken to, and not the address we saw
            trust_env=False,
            # whom this machine trusts, as libpq's sslrootcert=system does
            verify=ssl.create_default_context(),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.close()

    def tables(self) -> Offer:
        """What the site offers."""
        if self._offer is None or not self._offer.allowed:
            self._offer = answers.offer(self._ask("sync_tables"))
        return self._offer

    def request(self, table: str) -> Authorization:
        """Asks for an approval."""
        return answers.authorization(self._ask("sync_request", table_name=table))

    def pull(self, table: str, after: list[str] | None, most: int, transfer: UUID | None) -> Page:
        """Asks for a page."""
        said = self._ask(
            "sync_pull",
            table_name=table,
            after=after,
            max_rows=most,
            transfer=None if transfer is None else str(transfer),
        )
        return answers.page(said, after, most)

    def _ask(self, function: str, **arguments: Any) -> Any:
        body = json.dumps(
            {"token": self._secrets.token, "password": self._secrets.password, **arguments}
        )
        for nth, address in enumerate(self._place.addresses, start=1):
            try:
                status, text = self._post(f"rpc/{function}", address, body)
                break
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                if nth == len(self._place.addresses):
                    raise _unreachable(error) from None
            except httpx.HTTPError as error:
                raise _unreachable(error) from None
        return _read(status, text)

    def _post(self, path: str, address: str, body: str) -> tuple[int, bytes]:
        """Ask that address, whatever the name stands for by now; the certificate is the name's."""
        whole = self._url.raw_path.rstrip(b"/") + b"/" + path.encode()
        url = self._url.copy_with(host=address, raw_path=whole)
        with Deadline(self._patience) as deadline:

            def begun(event: str, about: dict[str, Any]) -> None:
                if event == "connection.connect_tcp.complete":
                    line = about["return_value"].get_extra_info("socket")
                    deadline.cuts(line.fileno())

            with self._client.stream(
                "POST",
                url,
                content=body.encode(),
                headers=self._headers,
                extensions={"sni_hostname": self._place.host, "trace": begun},
            ) as response:
                return response.status_code, self._whole(response)

    def _whole(self, response: httpx.Response) -> bytes:
        if response.headers.get("content-encoding", "identity") != "identity":
            raise _strange("it is packed, which was not asked for")
        parts, size = [], 0
        for part in response.iter_raw():
            size += len(part)
            if size > self._largest:
                raise _strange(f"it is larger than {self._largest:,} bytes")
            parts.append(part)
        return b"".join(parts)


def _parsed(url: str) -> httpx.URL:
    try:
        return httpx.URL(url)
    except httpx.InvalidURL:
        raise SiteNotAllowed(
            "That is no URL of a site.", "It looks like https://example.org/rest/v1."
        ) from None


def _headers(url: httpx.URL, secrets: Secrets) -> dict[str, str]:
    for key in (secrets.login, secrets.apikey):
        # said here, in words without it: what stumbles over one later shows it
        if key and not is_word(key):
            raise TokenMissing(
                "What is said for the login or the apikey of this site is no key.",
                "A JWT and a key are one word of ASCII characters.",
            )
    headers = {
        "Host": url.netloc.decode("ascii"),
        "Content-Type": "application/json",
        "Accept": "application/json",
        # read as it comes: a small answer that unpacks to a large one is not asked for
        "Accept-Encoding": "identity",
        "Content-Profile": "amity",
        "User-Agent": "amity sync",
    }
    if secrets.login:
        headers["Authorization"] = f"Bearer {secrets.login}"
    if secrets.apikey:
        headers["apikey"] = secrets.apikey
    return headers


def _read(status: int, text: bytes) -> Any:
    if httpx.codes.is_redirect(status):
        raise _strange("it sends us elsewhere, where we do not follow")
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        raise _strange(f"its HTTP status is {status}, and it is no JSON") from None
    if status == _OK:
        return said
    # as PostgREST says what is wrong
    message = said.get("message") if isinstance(said, dict) else None
    raise StrangeAnswer(
        f"The site could not answer, HTTP status {status}: {shown(message or 'it says no more')}.",
        "It needs Amity, its schema amity exposed by PostgREST, and a role for us that is granted "
        "amity_receiver.",
    )


def _strange(what: str) -> StrangeAnswer:
    return StrangeAnswer(
        f"The site's answer cannot be used: {what}.", "Is that the URL of its PostgREST?"
    )


def _unreachable(error: Exception) -> SiteUnreachable:
    return SiteUnreachable(
        f"The site could not be reached: {shown(str(error) or type(error).__name__)}.",
        "Is the site running, and is its URL right?",
    )
