"""The components for browsers, and a page to write GraphQL queries in."""

from collections.abc import Awaitable, Callable, Iterator
from hashlib import sha256
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

_COMPONENTS = Path(__file__).parents[1] / "components"
_TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".ts": "application/typescript",
}
_FOR_EVER = "public, max-age=31536000, immutable"


def routes() -> Iterator[Route]:
    """Give a route for each file of the components."""
    for path in sorted(_COMPONENTS.rglob("*")):
        if path.suffix in _TYPES:
            yield Route(f"/{path.relative_to(_COMPONENTS)}", _file(path))


def _file(path: Path) -> Callable[[Request], Awaitable[Response]]:
    """Serve a file, for ever where its version is named: `/amity.js?v=…`, the `etag` of it."""
    content = path.read_bytes()
    version = sha256(content).hexdigest()[:16]

    async def serve(request: Request) -> Response:
        is_named = request.query_params.get("v") == version
        headers = {
            "cache-control": _FOR_EVER if is_named else "no-cache",
            "etag": f'"{version}"',
            "x-content-type-options": "nosniff",
        }
        if f'"{version}"' in request.headers.get("if-none-match", ""):
            return Response(None, 304, headers)
        return Response(content, 200, headers, f"{_TYPES[path.suffix]}; charset=utf-8")

    return serve


graphiql = _file(Path(__file__).parent / "graphiql.html")
