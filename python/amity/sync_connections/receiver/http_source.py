"""A site whose PostgREST is asked, such as a Supabase project."""

import json
import ssl
from contextlib import suppress
from typing import Any

import httpx

from amity.sync_connections.receiver import errors
from amity.sync_connections.receiver.addresses import SiteAddress, not_a_site_url
from amity.sync_connections.receiver.errors import invalid_response, printable, unreachable
from amity.sync_connections.receiver.responses import load_json
from amity.sync_connections.receiver.secrets import Secrets, is_word
from amity.sync_connections.receiver.source import (
    MAX_BYTES,
    RESPONSE_TIMEOUT,
    Source,
    bounded,
    too_large,
)

_TIMEOUT = httpx.Timeout(60, connect=10)


class HttpSource(Source):
    """Posts to `rpc/sync_tables`, `rpc/sync_request` and `rpc/sync_pull`."""

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
        try:
            self._url = httpx.URL(f"{site.url}/rpc/")
        except httpx.InvalidURL:
            raise not_a_site_url() from None
        self._client = httpx.Client(
            headers=_headers(self._url, secrets),
            timeout=_TIMEOUT,
            # a connection for each request, which its deadline can shut down
            limits=httpx.Limits(max_keepalive_connections=0),
            follow_redirects=False,
            # a proxy from the environment would be connected to instead of the resolved address
            trust_env=False,
            # the certificates that this machine trusts, like libpq's sslrootcert=system
            verify=ssl.create_default_context(),
        )

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def _send(self, function: str, arguments: dict[str, Any]) -> bytes:
        body = json.dumps(arguments, default=str).encode()
        *others, last = self._site.addresses
        try:
            for address in others:
                with suppress(httpx.ConnectError, httpx.ConnectTimeout):
                    return _read(*self._post(function, address, body))
            return _read(*self._post(function, last, body))
        except httpx.HTTPError as error:
            raise unreachable(str(error) or type(error).__name__) from None

    def _post(self, function: str, address: str, body: bytes) -> tuple[int, bytes]:
        """Connect to the resolved address; the certificate is the one of the host name."""
        with bounded(self._timeout, self._max_bytes) as watch:

            def trace(event: str, info: dict[str, Any]) -> None:
                if event == "connection.connect_tcp.complete":
                    watch(info["return_value"].get_extra_info("socket").fileno())

            with self._client.stream(
                "POST",
                self._url.join(function).copy_with(host=address),
                content=body,
                extensions={"sni_hostname": self._site.host, "trace": trace},
            ) as response:
                return response.status_code, self._content(response)

    def _content(self, response: httpx.Response) -> bytes:
        if response.headers.get("content-encoding", "identity") != "identity":
            raise invalid_response("it is compressed, which was not requested")
        content = bytearray()
        for chunk in response.iter_raw():
            content += chunk
            if len(content) > self._max_bytes:
                raise too_large(self._max_bytes)
        return bytes(content)


def _headers(url: httpx.URL, secrets: Secrets) -> dict[str, str]:
    headers = {
        "Host": url.netloc.decode("ascii"),
        "Content-Type": "application/json",
        "Accept": "application/json",
        # a small response that decompresses to a large one is not requested
        "Accept-Encoding": "identity",
        "Content-Profile": "amity",
        "User-Agent": "amity sync",
    }
    if not is_word(f"{secrets.login or ''}{secrets.apikey or ''}"):
        # refused here, because a later error would show it
        raise errors.TokenMissingError(
            "The login or the apikey of this site is not a key.",
            "A JWT or key is one word of ASCII characters.",
        )
    if secrets.login:
        headers["Authorization"] = f"Bearer {secrets.login}"
    if secrets.apikey:
        headers["apikey"] = secrets.apikey
    return headers


def _read(status: int, content: bytes) -> bytes:
    if httpx.codes.is_redirect(status):
        raise invalid_response("it is a redirect, and redirects are not followed")
    if status == httpx.codes.OK:
        return content
    try:
        response = load_json(content, object)
    except (ValueError, RecursionError):
        raise invalid_response(f"its HTTP status is {status}, and it is not JSON") from None
    fields = response if isinstance(response, dict) else {}
    # a refusal has the status that it names
    if fields.get("allowed") is False:
        return content
    # as PostgREST reports an error
    message = fields.get("message")
    raise errors.InvalidResponseError(
        f"The site failed with HTTP status {status}: {printable(message or 'no message')}.",
        "The site needs Amity, the schema amity exposed by PostgREST, and for this login a role "
        "that is granted amity_receiver.",
    )
