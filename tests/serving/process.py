"""`amity serve` in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import jwt
from support.callers import line_from
from support.patience import PATIENCE

CHECKOUT = Path(__file__).parents[2]
SECRET = "a secret of at least thirty-two bytes"
# Tests that run in the background have Ctrl-C ignored, which is inherited.
COMMAND = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from amity.command import app
app()
"""


def token(person: UUID | str | None, *, key: Any = SECRET, **claims: Any) -> str:
    """A token as a site signs them for people."""
    said = {"role": "authenticated", "aud": "authenticated", "exp": time.time() + 600} | claims
    algorithm = said.pop("algorithm", "HS256")
    headers = {"kid": said.pop("kid")} if "kid" in said else None
    sub = {} if person is None else {"sub": str(person)}
    return jwt.encode(sub | said, key, algorithm=algorithm, headers=headers)


@dataclass
class Served:
    """A running `amity serve`."""

    process: subprocess.Popen[str]
    url: str

    def http(self, person: UUID | str | None = None, **headers: str) -> httpx.Client:
        """A client of it, signed in as a person."""
        if person:
            headers["authorization"] = f"Bearer {token(person)}"
        return httpx.Client(base_url=self.url, headers=headers, timeout=PATIENCE)

    def ask(self, query: str, bearer: str | None = None) -> httpx.Response:
        """What is answered to a query with a token."""
        headers = {} if bearer is None else {"authorization": f"Bearer {bearer}"}
        return httpx.post(
            f"{self.url}/graphql", json={"query": query}, headers=headers, timeout=PATIENCE
        )


def start(*arguments: str, secret: str | None = SECRET) -> subprocess.Popen[str]:
    """The command, with those arguments."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join(sys.path),
        "PYTHONWARNINGS": "error",
        "AMITY_HOME": "/nowhere",
    }
    if secret:
        environment["AMITY_JWT_SECRET"] = secret
    return subprocess.Popen(
        [sys.executable, "-c", COMMAND, "serve", *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@contextmanager
def serving(*arguments: str, secret: str | None = SECRET) -> Iterator[Served]:
    """Serves at a free port; ends the process, which says nothing of its own."""
    process = start(*arguments, "--port", "0", secret=secret)
    try:
        yield Served(process, line_from(process.stdout))
    finally:
        process.terminate()
        _, complaints = process.communicate(timeout=PATIENCE)
    assert "Traceback" not in complaints, complaints
