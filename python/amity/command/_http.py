"""A web server in this process, which `amity serve` and `amity demo --web` run."""

import signal
import socket
import sys
from typing import TYPE_CHECKING

import uvicorn

from amity.command._screen import say
from amity.errors import AmityError

if TYPE_CHECKING:
    from starlette.applications import Starlette


def listening(host: str, port: int) -> socket.socket:
    """Listen on a port, 0 for a free one. Raises AmityError where that cannot be."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        raise AmityError(
            f"Cannot listen on {_url(host, port)}: {error.strerror}.",
            "Give another --port, or 0 for a free one.",
        ) from error


def serve_on(listener: socket.socket, served: "Starlette", *, seconds_to_finish: int) -> None:
    """Print the URL, and serve until a signal comes; what is under way has some time to finish."""
    host, port, *_ = listener.getsockname()
    say(_url(host, port))
    sys.stdout.flush()
    # uvicorn finishes what is under way, and then sends the signal again
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    config = uvicorn.Config(
        served,
        access_log=False,
        lifespan="on",
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=seconds_to_finish,
        ws="none",
    )
    uvicorn.Server(config).run([listener])


def _url(host: str, port: int) -> str:
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"
