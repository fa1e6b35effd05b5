"""Connections that send statements, and what these cost."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Barrier

import psycopg
from psycopg.pq import ExecStatus

_DONE = {ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK}


@dataclass(frozen=True, slots=True)
class Cost:
    """What one act, read, line or connection costs: the mean of a round."""

    each: float
    """Seconds on the clock, divided by how many were done; or bytes."""
    cpu: float | None = None
    """Seconds of run time of the server's processes, where they are on this machine."""


class Client:
    """A connection that costs Python next to nothing: a statement is bytes, a result is unread."""

    def __init__(self, url: str) -> None:
        self.conn = psycopg.connect(url, autocommit=True)
        # one core each, as where there are at least as many clients as cores
        self.send(b"set max_parallel_workers_per_gather = 0")

    def send(self, statements: bytes) -> None:
        """Runs one or more statements in one round trip. What fails raises, and ends the run."""
        result = self.conn.pgconn.exec_(statements)
        if result.status not in _DONE:
            raise psycopg.DatabaseError(result.error_message.decode(errors="replace"))

    def cpu(self) -> float | None:
        """Seconds that the server's process of this connection has run: waiting is not in it."""
        return run_time(self.conn)


def run_time(conn: psycopg.Connection[object]) -> float | None:
    """Seconds that the server's process of a connection has run, if it is on this machine."""
    process = Path("/proc", str(conn.info.backend_pid))
    try:
        if not process.joinpath("cmdline").read_bytes().startswith(b"postgres:"):
            return None
        return int(process.joinpath("schedstat").read_text().split()[0]) / 1e9
    except OSError:
        return None


def timed(conn: psycopg.Connection[object], number: int, work: Callable[[], object]) -> Cost:
    """What each of so many costs, where one connection does them all."""
    ran = run_time(conn)
    began = time.perf_counter()
    work()
    took = time.perf_counter() - began
    return Cost(took / number, _spent([ran], [run_time(conn)], number))


def shared_out(clients: Sequence[Client], acts: Sequence[Sequence[bytes]]) -> Cost:
    """What an act costs, where clients do them at the same time. An act is a few round trips."""
    shares = [acts[n :: len(clients)] for n in range(len(clients))]
    ready = Barrier(len(clients) + 1)

    def work(client: Client, share: Sequence[Sequence[bytes]]) -> None:
        ready.wait()
        for act in share:
            for statements in act:
                client.send(statements)

    ran = [client.cpu() for client in clients]
    with ThreadPoolExecutor(len(clients)) as pool:
        working = [pool.submit(work, *each) for each in zip(clients, shares, strict=True)]
        ready.wait()
        began = time.perf_counter()
        for each in working:
            each.result()
        took = time.perf_counter() - began
    done = [client.cpu() for client in clients]
    return Cost(took / len(acts), _spent(ran, done, len(acts)))


def _spent(
    before: Sequence[float | None], after: Sequence[float | None], number: int
) -> float | None:
    """What each of so many took, of all the processes together; nothing if one is elsewhere."""
    total = 0.0
    for began, ended in zip(before, after, strict=True):
        if began is None or ended is None:
            return None
        total += ended - began
    return total / number
