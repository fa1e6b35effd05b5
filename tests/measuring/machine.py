"""What was measured, when and where, in a sentence."""

from __future__ import annotations

import os
import platform
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from measuring.clients import run_time


@dataclass(frozen=True)
class Machine:
    """The machine that ran the clients, the server, and the size of the run."""

    date: str
    processor: str
    cores: int
    postgres: str
    is_local: bool
    """Whether the server ran on this machine as well."""
    edges: int

    def __str__(self) -> str:
        where = "on the same machine" if self.is_local else "on another machine"
        return (
            f"{self.date}, Postgres {self.postgres} {where}, {self.cores} cores"
            f" ({self.processor}), {self.edges:,} connections and as many follows."
        )


def this(conn: psycopg.Connection[Any], edges: int) -> Machine:
    """This machine and that server, now."""
    return Machine(
        date=datetime.now(UTC).date().isoformat(),
        processor=_processor(),
        cores=os.cpu_count() or 1,
        postgres=(conn.info.parameter_status("server_version") or "").partition(" ")[0],
        is_local=run_time(conn) is not None,
        edges=edges,
    )


def _processor() -> str:
    try:
        found = re.search(r"^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    except OSError:
        found = None
    return found[1] if found else platform.machine()
