"""A line to a site that cuts, delays, drips and, over HTTP, sends a request twice."""

from __future__ import annotations

import asyncio
import random
import re
import threading
from asyncio import StreamReader, StreamWriter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Literal

Harm = Literal["cut", "delayed", "dripping", "twice", "twice, and the second response"]

_LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)


@dataclass
class Proxy:
    """Listens on a port of its own; each connection suffers one of the harms."""

    target: int
    harms: tuple[Harm, ...]
    chance: random.Random
    always_cut: bool
    """Whether it cuts every connection, whatever else that suffers."""
    port: int = 0
    suffered: list[Harm] = field(default_factory=list)
    _next: list[Harm] = field(default_factory=list)
    _open: set[StreamWriter] = field(default_factory=set)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def serve(self, ready: threading.Event, over: asyncio.Event) -> None:
        async with await asyncio.start_server(self._connected, "127.0.0.1", 0) as server:
            self.port = server.sockets[0].getsockname()[1]
            ready.set()
            await over.wait()
            for each in self._open:
                each.transport.abort()
            await asyncio.gather(*self._tasks)

    async def _connected(self, near: StreamReader, to_near: StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._tasks.add(task)
        # each of them in turn, in an order by chance
        self._next = self._next or self.chance.sample(self.harms, len(self.harms))
        harm = self._next.pop()
        self.suffered.append(harm)
        self._open.add(to_near)
        with suppress(OSError, EOFError):
            if harm.startswith("twice"):
                await self._twice(near, to_near, first=harm == "twice")
            else:
                await self._once(harm, near, to_near)
        self._close(to_near)
        self._tasks.remove(task)

    async def _far(self) -> tuple[StreamReader, StreamWriter]:
        far, to_far = await asyncio.open_connection("127.0.0.1", self.target)
        self._open.add(to_far)
        return far, to_far

    def _close(self, writer: StreamWriter) -> None:
        self._open.discard(writer)
        writer.transport.abort()

    async def _once(self, harm: Harm, near: StreamReader, to_near: StreamWriter) -> None:
        far, to_far = await self._far()
        ways = self._pass_on(harm, near, to_far), self._pass_on(harm, far, to_near)
        await asyncio.gather(*ways)

    async def _pass_on(self, harm: Harm, reader: StreamReader, writer: StreamWriter) -> None:
        is_cut = self.always_cut or harm == "cut"
        left = self.chance.randrange(1, 200_000) if is_cut else None
        with suppress(OSError):
            while left != 0 and (passed := await reader.read(left or -1 if is_cut else 1 << 16)):
                left = left and left - len(passed)
                if harm == "delayed":
                    await asyncio.sleep(self.chance.random() / 50)
                size = max(1, len(passed) // 20) if harm == "dripping" else len(passed)
                for at in range(0, len(passed), size):
                    writer.write(passed[at : at + size])
                    await writer.drain()
        self._close(writer)

    async def _twice(self, near: StreamReader, to_near: StreamWriter, *, first: bool) -> None:
        """Sends the whole request, and once more; one of the responses goes back."""
        request = await _message(near)
        responses = [await self._response(request), await self._response(request)]
        to_near.write(responses[0 if first else 1])
        await to_near.drain()
        to_near.write_eof()
        await near.read()

    async def _response(self, request: bytes) -> bytes:
        far, to_far = await self._far()
        to_far.write(request)
        response = await _message(far)
        self._close(to_far)
        return response


async def _message(reader: StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    length = _LENGTH.search(head)
    return head + await reader.readexactly(int(length[1]) if length else 0)


@contextmanager
def proxied(
    target: int, harms: tuple[Harm, ...], chance: random.Random, *, always_cut: bool
) -> Iterator[Proxy]:
    """A proxy to that port of this machine."""
    proxy = Proxy(target, harms, chance, always_cut)
    loop, ready, over = asyncio.new_event_loop(), threading.Event(), asyncio.Event()
    thread = threading.Thread(target=loop.run_until_complete, args=[proxy.serve(ready, over)])
    thread.start()
    ready.wait()
    try:
        yield proxy
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join()
        loop.close()
