"""Whether the process is there, and whether its database is as it has to be."""

import asyncio
import time
from logging import getLogger

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse

from amity import migrations
from amity.errors import AmityError

_FRESH_SECONDS = 1


async def alive(_request: Request) -> JSONResponse:
    """Say that the process is there."""
    return JSONResponse({"status": "ok"})


class Ready:
    """Tells whether the database answers, and is migrated as this version expects."""

    def __init__(self, database: str) -> None:
        self._database = database
        self._asking = asyncio.Lock()
        self._asked_at = float("-inf")
        self._said = ""

    async def answer(self, _request: Request) -> JSONResponse:
        """Say so; however many ask, the database is asked once a second."""
        async with self._asking:
            if time.monotonic() - self._asked_at > _FRESH_SECONDS:
                self._said = await run_in_threadpool(self._ask)
                self._asked_at = time.monotonic()
        return JSONResponse({"status": self._said}, 200 if self._said == "ok" else 503)

    def _ask(self) -> str:
        try:
            is_ready = migrations.status(self._database).up_to_date
        except AmityError as error:
            getLogger("amity.serving").warning("Not ready: %s", error)
            return "The database does not answer"
        return "ok" if is_ready else "The database is not migrated as this version expects"
