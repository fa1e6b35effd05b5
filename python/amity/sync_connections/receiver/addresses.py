"""Where a site is: its URL is parsed, its host resolved once, and every address checked.

Connections go to these addresses. A host that is resolved again may be another machine by then.
"""

import ipaddress
import socket
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import psycopg
from psycopg.conninfo import conninfo_to_dict

from amity.sync_connections.receiver.errors import SiteNotAllowedError, SiteUnreachableError

# Other options of libpq (a service, a passfile, a second host) would bypass the checks.
_POSTGRES_OPTIONS = {"host", "port", "user", "dbname", "sslmode", "sslrootcert"}
_VERIFIED = {"verify-ca", "verify-full"}
# the part of IPv6 that is allocated to the public internet
_GLOBAL = ipaddress.ip_network("2000::/3")
# an IPv4 address behind a translator
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class SiteAddress:
    """A site's URL, resolved."""

    url: str
    host: str
    port: int
    addresses: tuple[str, ...]
    """The IP addresses of the host; none for a local socket."""
    is_postgres: bool = False
    options: dict[str, str] = field(default_factory=dict)
    """Over Postgres: further options of libpq."""


def resolve(url: str, *, allow_private: bool = False) -> SiteAddress:
    """Resolve the URL of a site.

    Raises:
        SiteNotAllowedError: the URL is not one of a site, or leads to a private host.
        SiteUnreachableError: the host cannot be resolved.
    """
    scheme = url.partition("://")[0].lower()
    if scheme in {"http", "https"}:
        return _http(url, scheme, allow_private=allow_private)
    if scheme in {"postgres", "postgresql"}:
        return _postgres(url, allow_private=allow_private)
    raise SiteNotAllowedError(
        "The URL of a site has the scheme http, https or postgresql.",
        "Give a URL that begins with https:// or postgresql://.",
    )


def is_public(address: str) -> bool:
    """Whether an address is on the public internet; an IPv4 address in an IPv6 one counts."""
    found = ipaddress.ip_address(address)
    if isinstance(found, ipaddress.IPv6Address):
        embedded = found.ipv4_mapped or found.sixtofour
        if found in _NAT64:
            embedded = ipaddress.IPv4Address(found.packed[-4:])
        if embedded:
            return is_public(str(embedded))
        if found not in _GLOBAL:
            return False
    return found.is_global and not found.is_multicast


def not_a_site_url() -> SiteNotAllowedError:
    """Make the error for a URL over HTTP that cannot be used."""
    return SiteNotAllowedError(
        "That is not the URL of a site.", "It looks like https://example.org/rest/v1."
    )


def _http(url: str, scheme: str, *, allow_private: bool) -> SiteAddress:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise not_a_site_url() from None
    if not host or parts.username is not None or parts.query or parts.fragment:
        raise not_a_site_url()
    port = port or (443 if scheme == "https" else 80)
    addresses = _resolved(host, port, allow_private=allow_private)
    if scheme == "http" and any(map(is_public, addresses)):
        raise _unencrypted()
    return SiteAddress(url.rstrip("/"), host, port, addresses)


def _postgres(url: str, *, allow_private: bool) -> SiteAddress:
    try:
        options = {key: str(value) for key, value in conninfo_to_dict(url).items()}
    except (psycopg.Error, UnicodeError):
        options = {"this text": ""}
    if unknown := set(options) - _POSTGRES_OPTIONS:
        raise SiteNotAllowedError(
            f"The URL of a site cannot contain {', '.join(sorted(unknown))}.",
            "It looks like postgresql://user@example.org:5432/database. Passwords come from the "
            "environment or from ~/.pgpass.",
        )
    host = options.pop("host", "")
    try:
        port = int(options.pop("port", "") or "5432")
    except ValueError:
        port = 0
    if not host or "," in host or port not in range(1, 1 << 16):
        raise SiteNotAllowedError(
            "The URL of a site names one host.", "Give one host and one port."
        )
    addresses = _resolved(host, port, allow_private=allow_private)
    if any(map(is_public, addresses)):
        # libpq by itself accepts any certificate, or none
        if options.setdefault("sslmode", "verify-full") not in _VERIFIED:
            raise _unencrypted()
        options.setdefault("sslrootcert", "system")
    return SiteAddress(url, host, port, addresses, is_postgres=True, options=options)


def _resolved(host: str, port: int, *, allow_private: bool) -> tuple[str, ...]:
    is_socket = host.startswith(("/", "@"))
    try:
        found = [] if is_socket else socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise SiteUnreachableError(
            f"Cannot resolve the host {host}.", "Check the site's URL."
        ) from error
    addresses = tuple(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not allow_private and (is_socket or not all(map(is_public, addresses))):
        raise SiteNotAllowedError(
            f"{host} is a private host, which is not allowed.",
            "Add --allow-private-hosts if it is a site of yours.",
        )
    return addresses


def _unencrypted() -> SiteNotAllowedError:
    return SiteNotAllowedError(
        "A token is not sent over the public internet unencrypted.",
        "Use https, or Postgres with sslmode=verify-full.",
    )
