"""Where a site is: its URL taken apart, its name resolved once, and every address looked at.

What is connected to afterwards are these very addresses. A name that is looked up twice can be
another machine the second time.
"""

import ipaddress
import socket
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

import psycopg
from psycopg.conninfo import conninfo_to_dict

from amity.receiver.errors import SiteNotAllowed, SiteUnreachable

__all__ = ["Place", "is_public", "located"]

# Whatever else libpq takes (a service, a passfile, a second host) would lead past the checks.
_POSTGRES_OPTIONS = {"host", "port", "user", "dbname", "sslmode", "sslrootcert"}
_VERIFIED = {"verify-ca", "verify-full"}
# Of IPv6, only this is handed out to the open internet.
_GLOBAL = ipaddress.ip_network("2000::/3")
# an IPv4 address behind a translator
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_LAST_PORT = 65535


@dataclass(frozen=True, slots=True)
class Place:
    """A site as it is spoken to."""

    kind: Literal["http", "postgres"]
    url: str
    host: str
    port: int
    addresses: tuple[str, ...]
    """What the host's name stood for when it was looked at; none for a local socket."""
    options: dict[str, str]
    """Over Postgres: what libpq is told besides."""


def located(url: str, *, allow_private: bool = False) -> Place:
    """Find out where a URL leads.

    Raises:
        SiteNotAllowed: it is no URL of a site, or it leads to a private host.
        SiteUnreachable: nobody knows that name.
    """
    scheme = url.partition("://")[0].lower()
    if scheme in {"http", "https"}:
        return _http(url, scheme, allow_private=allow_private)
    if scheme in {"postgres", "postgresql"}:
        return _postgres(url, allow_private=allow_private)
    raise SiteNotAllowed(
        "A site is asked over http, https or Postgres, and over nothing else.",
        "Give a URL that begins with https:// or postgresql://.",
    )


def is_public(address: str) -> bool:
    """Whether an address is one of the open internet, also where it is wrapped in another."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        teredo = found.teredo[1] if found.teredo else None
        wrapped = found.ipv4_mapped or found.sixtofour or teredo
        if found in _NAT64 or found.packed[:12] == bytes(12):
            wrapped = ipaddress.IPv4Address(found.packed[-4:])
        if wrapped:
            return is_public(str(wrapped))
        if found not in _GLOBAL:
            return False
    return found.is_global and not found.is_multicast and not found.is_reserved


def _http(url: str, scheme: str, *, allow_private: bool) -> Place:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host or parts.username is not None or parts.query or parts.fragment:
        raise SiteNotAllowed(
            "That is no URL of a site.", "It looks like https://example.org/rest/v1."
        )
    port = port or (443 if scheme == "https" else 80)
    addresses = _addresses(host, port, allow_private=allow_private)
    if scheme == "http":
        _refuse_open_line(addresses)
    return Place("http", url.rstrip("/"), host, port, addresses, {})


def _postgres(url: str, *, allow_private: bool) -> Place:
    try:
        said = {key: str(value) for key, value in conninfo_to_dict(url).items()}
    except (psycopg.Error, UnicodeError):
        said = {"that": ""}
    host = said.get("host", "")
    if unknown := set(said) - _POSTGRES_OPTIONS:
        raise SiteNotAllowed(
            f"That is no URL of a site: {', '.join(sorted(unknown)) or 'it'} has no place in one.",
            "It looks like postgresql://user@example.org:5432/database. Passwords come from the "
            "environment or from ~/.pgpass.",
        )
    port = _port(said.get("port") or "5432")
    if not host or "," in host or not port:
        raise SiteNotAllowed("The URL of a site names one host.", "Give one host and one port.")
    options = {key: said[key] for key in said if key not in {"host", "port"}}
    if host.startswith(("/", "@")):
        if not allow_private:
            _refuse_private(host)
        return Place("postgres", url, host, port, (), options)
    addresses = _addresses(host, port, allow_private=allow_private)
    if any(map(is_public, addresses)):
        # libpq itself would be content with any certificate, and with none
        options.setdefault("sslmode", "verify-full")
        if options["sslmode"] not in _VERIFIED:
            _refuse_open_line(addresses)
        options.setdefault("sslrootcert", "system")
    return Place("postgres", url, host, port, addresses, options)


def _port(said: str) -> int | None:
    fits = said.isascii() and said.isdecimal() and len(said) <= len(str(_LAST_PORT))
    return int(said) if fits and 0 < int(said) <= _LAST_PORT else None


def _addresses(host: str, port: int, *, allow_private: bool) -> tuple[str, ...]:
    try:
        known = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise SiteUnreachable(f"Nobody knows the host {host}.", "Check the site's URL.") from error
    addresses = tuple(dict.fromkeys(str(entry[4][0]) for entry in known))
    if not allow_private and not all(map(is_public, addresses)):
        _refuse_private(host)
    return addresses


def _refuse_private(host: str) -> None:
    raise SiteNotAllowed(
        f"{host} is a private host, and those are not asked.",
        "Say --allow-private-hosts if it is a site of yours.",
    )


def _refuse_open_line(addresses: tuple[str, ...]) -> None:
    if any(map(is_public, addresses)):
        raise SiteNotAllowed(
            "A token does not travel over the open internet unencrypted.",
            "Use https, or Postgres with sslmode=verify-full.",
        )
