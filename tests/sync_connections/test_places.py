"""Which URLs are spoken to: http, https and Postgres, no private host, and the address we saw."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sync_connections.lying import OFFER, lying

from amity.sync_connections.receiver import http_source, postgres_source
from amity.sync_connections.receiver.addresses import is_public, resolve
from amity.sync_connections.receiver.errors import SiteNotAllowedError, SiteUnreachableError
from amity.sync_connections.receiver.secrets import Secrets

PUBLIC = "93.184.215.14"


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """What names stand for; each is looked up once, and the second time it would be another."""
    known: dict[str, list[str]] = {"good.example": [PUBLIC], "two.example": [PUBLIC, "8.8.8.8"]}
    real = socket.getaddrinfo

    def getaddrinfo(host: str, port: Any, *_: Any, **how: Any) -> list[Any]:
        if host not in known:
            return real(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
        addresses, known[host] = known[host], ["127.0.0.1"]
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses
        ]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return known


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254"),
        *("0.0.0.0", "100.64.0.1", "255.255.255.255", "224.0.0.1", "240.0.0.1", "192.0.2.1"),
        *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "2001:db8::1"),
        # an IPv4 address in an IPv6 one: mapped, compatible, translated, 6to4, Teredo
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1"),
        *("2002:7f00:1::", "2001:0:4136:e378:8000:63bf:80ff:fffe"),
        # of a site, as it once was; translated by one's own; unassigned
        *("fec0::1", "64:ff9b:1::a00:1", "100::1", "4000::1"),
    ],
)
def test_a_private_address(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", [PUBLIC, "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_a_public_address(address: str) -> None:
    assert is_public(address)


PRIVATE = [
    *("http://127.0.0.1:3000", "https://127.0.0.1", "https://[::1]/rest", "https://0x7f000001"),
    *("https://2130706433/", "https://127.1", "https://[::ffff:10.0.0.1]/", "https://0/"),
    *("postgresql://b@127.0.0.1/db", "postgres://b@[::1]:5432/db", "postgresql://b@%2Ftmp/db"),
    *("postgresql://b@10.1.2.3/db", "https://evil.example", "postgresql://b@evil.example/db"),
    *("https://half.example", "postgresql://b@half.example/db"),
]


@pytest.mark.parametrize("url", PRIVATE)
def test_a_private_host(url: str, names: dict[str, list[str]]) -> None:
    names |= {"evil.example": ["192.168.0.1"], "half.example": [PUBLIC, "127.0.0.1"]}
    with pytest.raises(SiteNotAllowedError, match="private host") as refused:
        resolve(url)
    assert "--allow-private-hosts" in refused.value.hint


@pytest.mark.parametrize("url", [url for url in PRIVATE if "half" not in url])
def test_a_private_host_that_is_allowed(url: str, names: dict[str, list[str]]) -> None:
    names |= {"evil.example": ["192.168.0.1"]}
    place = resolve(url, allow_private=True)
    assert not any(map(is_public, place.addresses))


@pytest.mark.parametrize(
    "url",
    [
        *("", "x", "ftp://good.example", "file:///etc/passwd", "gopher://good.example/x"),
        *("javascript:alert(1)", "data:,x", "unix:///tmp/x", "dict://good.example:11111/"),
        *("http://", "https:///rest", "https://user:secret@good.example", "https://good.example:x"),
        *("https://good.example?token=x", "https://good.example/#x", "host=good.example dbname=x"),
        *("postgresql:///db", "postgresql://good.example:1,127.0.0.1:2/db", "postgresql://"),
        # whatever of libpq's leads past the host that was looked at, or hands out more than a name
        *("postgresql://good.example/db?host=127.0.0.1,good.example",),
        *("postgresql://good.example/db?hostaddr=127.0.0.1", "postgresql://good.example?service=x"),
        *(
            "postgresql://b:secret@good.example/db",
            "postgresql://good.example?passfile=/etc/passwd",
        ),
        *("postgresql://good.example?sslkey=/etc/x", "postgresql://good.example?options=-cx%3Dy"),
        *("postgresql://good.example:0/db", "postgresql://good.example:65536/db"),
        *("postgresql://good.example:x/db", f"postgresql://good.example/db?port={'9' * 5000}"),
        *("postgresql://good.example/\udc80",),
        # a token on an open line
        *("http://good.example/rest", "postgresql://good.example/db?sslmode=require"),
        *("postgresql://good.example/db?sslmode=disable", "postgresql://good.example?sslmode=x"),
    ],
)
@pytest.mark.parametrize("allowed", [True, False])
def test_no_url_of_a_site(url: str, allowed: bool, names: dict[str, list[str]]) -> None:
    with pytest.raises(SiteNotAllowedError) as refused:
        resolve(url, allow_private=allowed)
    assert refused.value.hint
    assert "secret" not in str(refused.value) + refused.value.hint


def test_a_host_in_the_query_is_the_host(names: dict[str, list[str]]) -> None:
    with pytest.raises(SiteNotAllowedError, match=r"127\.0\.0\.1 is a private host"):
        resolve("postgresql://good.example/db?host=127.0.0.1")


@pytest.mark.parametrize("name", ["nowhere.invalid", "a" * 64])
def test_an_unknown_name(name: str) -> None:
    with pytest.raises(SiteUnreachableError, match=f"Cannot resolve the host {name}"):
        resolve(f"https://{name}")


def test_over_the_open_internet_a_certificate_is_wanted(names: dict[str, list[str]]) -> None:
    place = resolve("postgresql://b@good.example/db")
    assert (place.options["sslmode"], place.options["sslrootcert"]) == ("verify-full", "system")
    assert place.addresses == (PUBLIC,)


def test_one_public_address_is_enough_to_want_it(names: dict[str, list[str]]) -> None:
    half = [PUBLIC, "127.0.0.1"]
    names["half.example"] = half
    with pytest.raises(SiteNotAllowedError, match="unencrypted"):
        resolve("http://half.example", allow_private=True)
    names["half.example"] = half
    place = resolve("postgresql://b@half.example/db", allow_private=True)
    assert place.options["sslmode"] == "verify-full"


# --- what is connected to is what was looked at ---


@pytest.mark.parametrize("failure", [ConnectionRefusedError, TimeoutError])
def test_http_connects_to_the_address_that_was_seen(
    failure: type[OSError], names: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    connected: list[tuple[str, int]] = []

    def create_connection(address: tuple[str, int], *_: Any, **how: Any) -> socket.socket:
        connected.append(address)
        raise failure

    monkeypatch.setattr(socket, "create_connection", create_connection)
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    place = resolve("https://two.example/rest/v1")
    with (
        http_source.HttpSource(place, Secrets("token")) as source,
        pytest.raises(SiteUnreachableError),
    ):
        source.tables()
    assert connected == [(PUBLIC, 443), ("8.8.8.8", 443)]


def test_postgres_connects_to_the_address_that_was_seen(
    names: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    told: dict[str, Any] = {}

    def connect(conninfo: str, **how: Any) -> Any:
        told.update(how, conninfo=conninfo)
        raise postgres_source.psycopg.OperationalError

    monkeypatch.setattr(postgres_source.psycopg, "connect", connect)
    monkeypatch.setenv("PGPASSWORD", "mine")
    with pytest.raises(SiteUnreachableError):
        postgres_source.PostgresSource(resolve("postgresql://b@two.example/db"), Secrets("token"))
    assert told["hostaddr"] == f"{PUBLIC},8.8.8.8"
    assert told["host"] == "two.example,two.example"
    # not the password of our own database
    assert told["password"] == ""
    assert "sslmode=verify-full" in told["conninfo"]


def test_a_name_in_letters_of_its_own(
    names: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    names["bücher.example"] = ["127.0.0.1"]
    with lying(lambda name, body: OFFER) as url:
        place = resolve(url.replace("127.0.0.1", "bücher.example"), allow_private=True)
        with http_source.HttpSource(place, Secrets("token")) as source:
            assert source.tables().allowed


# --- and who is there is who it should be ---

# Of site.example, until 2126, and for this test alone.
CERTIFICATE = """\
-----BEGIN CERTIFICATE-----
MIIBnTCCAUSgAwIBAgIUXPiRCTZcjYToHD6lRZNYnKwdIcswCgYIKoZIzj0EAwIw
FzEVMBMGA1UEAwwMc2l0ZS5leGFtcGxlMCAXDTI2MTEyMDA4MzU0M1oYDzIxMjYx
MDI3MDgzNTQzWjAXMRUwEwYDVQQDDAxzaXRlLmV4YW1wbGUwWTATBgcqhkjOPQIB
BggqhkjOPQMBBwNCAAQOgP55MOCir90/1iwH1CQK56yltkTFV60H6n+hnxjKUrA9
4oKoigckGVhzh04zkXTvziB6LcrBioFsKJNKm0mUo2wwajAdBgNVHQ4EFgQUM/Qt
29B8NN2Mf/dnqoobojz0H8EwHwYDVR0jBBgwFoAUM/Qt29B8NN2Mf/dnqoobojz0
H8EwFwYDVR0RBBAwDoIMc2l0ZS5leGFtcGxlMA8GA1UdEwEB/wQFMAMBAf8wCgYI
KoZIzj0EAwIDRwAwRAIgXBJnpIvsejoEPQ9P9HHKTuJWq7V6Z0PCUQT7tdHaGHQC
IEs/XqwtRJR78fR2QPy/nh8IO2sVt3PcWB61iEaLRUhx
-----END CERTIFICATE-----
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgrQnktOLD629Twu5h
TKJQwdrdLgvWSKotFbcP57c8d2ehRANCAAQOgP55MOCir90/1iwH1CQK56yltkTF
V60H6n+hnxjKUrA94oKoigckGVhzh04zkXTvziB6LcrBioFsKJNKm0mU
-----END PRIVATE KEY-----
"""


@pytest.fixture
def secure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: dict[str, list[str]]
) -> Iterator[str]:
    """A site with a certificate for site.example, which is at this machine, as is other.example."""
    file = tmp_path / "site.pem"
    file.write_text(CERTIFICATE)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    names |= {"site.example": ["127.0.0.1"], "other.example": ["127.0.0.1"]}
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(file)
    with lying(lambda name, body: OFFER, tls) as url:
        yield url.replace("http://127.0.0.1", "https://{}")


def test_a_certificate_that_is_trusted(secure: str) -> None:
    place = resolve(secure.format("site.example"), allow_private=True)
    with http_source.HttpSource(place, Secrets("token")) as source:
        assert source.tables().allowed


@pytest.mark.parametrize("name", ["other.example", "127.0.0.1"])
def test_a_certificate_of_another_site(name: str, secure: str) -> None:
    place = resolve(secure.format(name), allow_private=True)
    with (
        http_source.HttpSource(place, Secrets("token")) as source,
        pytest.raises(SiteUnreachableError, match="CERTIFICATE_VERIFY_FAILED"),
    ):
        source.tables()


def test_an_untrusted_certificate(secure: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    place = resolve(secure.format("site.example"), allow_private=True)
    with (
        http_source.HttpSource(place, Secrets("token")) as source,
        pytest.raises(SiteUnreachableError, match="CERTIFICATE_VERIFY_FAILED"),
    ):
        source.tables()
