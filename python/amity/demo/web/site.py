"""What answers the browser: the page, the components, an API for each of the two, and a stream."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import UUID

from sse_starlette import EventSourceResponse
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Message, Receive, Scope, Send

from amity import blocks, graphql
from amity.calls import Call
from amity.demo.web.club import IDS, NAMES, PANELS, Club
from amity.demo.web.story import STORY
from amity.errors import Refusal

_HERE = Path(__file__).parent
_COMPONENTS = Path(__file__).parents[2] / "components"
_PAUSE = 1.6
"""Seconds between two steps of the story: long enough to see what the last one did."""


def app(club: Club) -> Starlette:
    """Make the ASGI application of the demo, for this machine's own browser only."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await club.open()
        try:
            yield
        finally:
            await club.close()

    playing: set[asyncio.Task[None]] = set()

    async def network(_: Request) -> Response:
        return _json(await club.network())

    async def happenings(_: Request) -> Response:
        heard = ({"data": json.dumps(each)} async for each in club.happenings())
        return EventSourceResponse(heard, ping=15)

    async def start_over(_: Request) -> Response:
        for task in playing:
            task.cancel()
        await club.start_over()
        return Response(status_code=204)

    async def play(_: Request) -> Response:
        await start_over(_)
        task = asyncio.create_task(_play(club))
        playing.add(task)
        task.add_done_callback(playing.discard)
        return Response(status_code=204)

    return Starlette(
        routes=[
            Route("/", _file("page.html")),
            Route("/network", network),
            Route("/happenings", happenings),
            Route("/start-over", _only_from_the_page(start_over), methods=["POST"]),
            Route("/story", _only_from_the_page(play), methods=["POST"]),
            *(Mount(f"/as/{panel}", routes=_screen(club, panel)) for panel in PANELS),
            Mount("/components", StaticFiles(directory=_COMPONENTS)),
            *(Route(f"/{name}", _file(name)) for name in ("page.css", "page.js")),
        ],
        # another site's page cannot reach this one by a name of its own for this machine
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"])],
        lifespan=lifespan,
    )


def _screen(club: Club, panel: str) -> list[Route]:
    """Give what the screen of one of the two asks for."""

    async def people(_: Request) -> Response:
        return _json(await club.people_for(panel))

    def route(name: str, verb: Callable[[UUID], Call[Any]]) -> Route:
        async def act(request: Request) -> Response:
            with suppress(Refusal):  # done already, in another window
                async with club.speaking_as(PANELS[panel]) as conn:
                    await verb(request.path_params["other"]).on(conn)
            return Response(status_code=204)

        return Route(f"/{name}/{{other:uuid}}", _only_from_the_page(act), methods=["POST"])

    return [
        Route("/people", people),
        Route("/graphql", _GraphQL(club, PANELS[panel])),
        route("block", blocks.block),
        route("unblock", blocks.unblock),
    ]


def _file(name: str) -> Any:
    async def answer(_: Request) -> Response:
        return FileResponse(_HERE / name)

    return answer


def _json(found: Any) -> Response:
    return Response(json.dumps(found, default=str), media_type="application/json")


def _only_from_the_page(act: Any) -> Any:
    """Refuse what the page of another site may send without asking."""

    async def checked(request: Request) -> Response:
        if request.headers.get("content-type") != "application/json":
            return JSONResponse({"error": "The content type is application/json"}, 415)
        answer: Response = await act(request)
        return answer

    return checked


class _GraphQL:
    """The API for one person, in whichever round is played; what it refuses is told."""

    def __init__(self, club: Club, person: UUID) -> None:
        self._club = club
        self._person = person

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answered = bytearray()

        async def hear(message: Message) -> None:
            answered.extend(message.get("body", b""))
            await send(message)

        api = graphql.app(self._club.pool, who=lambda _: self._person)
        await api(scope, receive, hear)
        for result in _refused(bytes(answered)):
            _tell_refusal(self._club, NAMES[self._person], result["code"], result["message"])


def _refused(answered: bytes) -> Iterator[dict[str, Any]]:
    with suppress(ValueError):
        data = json.loads(answered).get("data") or {}
        yield from (each for each in data.values() if isinstance(each, dict) and each.get("code"))


def _tell_refusal(club: Club, who: str, slug: str, message: str) -> None:
    club.tell({"refused": slug, "who": who, "message": message})


async def _play(club: Club) -> None:
    for step in STORY:
        await asyncio.sleep(_PAUSE)
        club.tell({"step": step.sentence})
        try:
            async with club.speaking_as(IDS[step.who]) as conn:
                await step.act().on(conn)
        except Refusal as refusal:
            _tell_refusal(club, step.who, refusal.slug, refusal.message)
