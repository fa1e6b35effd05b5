"""A site that never comes to an end, or never begins: the client hangs up, and says why."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import httpx
import pytest
from sync_connections.lying import always, lying
from sync_connections.pair import Pair

from amity.sync_connections.receiver import Secrets, http_source
from amity.sync_connections.receiver.addresses import resolve
from amity.sync_connections.receiver.errors import InvalidResponseError, SiteUnreachableError

pytestmark = pytest.mark.postgres(18)  # nothing here is the server's


def test_an_answer_without_end(alone: Pair) -> None:
    with lying(always(b"[" + b" " * 2_000_000)) as url:
        place = resolve(url, allow_private=True)
        with (
            http_source.HttpSource(place, Secrets("x"), max_bytes=1_000_000) as source,
            pytest.raises(InvalidResponseError, match="larger than"),
        ):
            source.tables()


@contextmanager
def silent() -> Iterator[int]:
    """A server that takes every call and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        over = threading.Event()
        kept: list[socket.socket] = []

        def listen() -> None:
            while not over.is_set():
                try:
                    kept.append(server.accept()[0])
                except OSError:
                    return

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        try:
            yield server.getsockname()[1]
        finally:
            over.set()
            server.shutdown(socket.SHUT_RDWR)
            thread.join()
            for each in kept:
                each.close()


def test_a_byte_at_a_time() -> None:
    """Each byte comes in time, and all of them never: of a head as of a body."""
    for head in (b"", b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"):
        with dripping(head) as (port, over):
            place = resolve(f"http://127.0.0.1:{port}", allow_private=True)
            with (
                http_source.HttpSource(place, Secrets("x"), timeout=0.3) as source,
                pytest.raises(SiteUnreachableError, match=r"more than 0\.3 seconds") as refused,
            ):
                source.tables()
        assert refused.value.hint
        assert not over.is_set()


@contextmanager
def dripping(head: bytes) -> Iterator[tuple[int, threading.Event]]:
    """A server that says that at once, and then goes on for half a minute."""
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drip() -> None:
            with suppress(OSError), server.accept()[0] as line:
                line.sendall(head or b"HTTP/1.1 200 OK\r\nX: ")
                for _ in range(1500):
                    time.sleep(0.02)
                    line.sendall(b"1")
                over.set()

        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        try:
            yield server.getsockname()[1], over
        finally:
            thread.join()


def test_a_silent_site(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_source, "_TIMEOUT", httpx.Timeout(0.05))
    with silent() as port:
        place = resolve(f"http://127.0.0.1:{port}", allow_private=True)
        with (
            http_source.HttpSource(place, Secrets("x")) as source,
            pytest.raises(SiteUnreachableError) as refused,
        ):
            source.tables()
    assert refused.value.hint


def test_no_site_listens(untouched: Pair) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    for url in (f"http://127.0.0.1:{port}", f"postgresql://x@127.0.0.1:{port}/x"):
        with (
            pytest.raises(SiteUnreachableError) as refused,
            untouched.source(url, Secrets("x")) as source,
        ):
            source.tables()
        assert refused.value.hint
