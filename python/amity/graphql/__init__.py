"""A GraphQL API for people: requests to connect, and what became of them.

`app()` is an ASGI application, which a site mounts; the README beside this file says how.
"""

from typing import Any

from amity._install import needs

with needs("web", "amity.graphql"):
    from starlette.applications import Starlette
    from starlette.routing import Route

    from amity.graphql.endpoint import Endpoint, Speaker, Who
    from amity.graphql.limits import Limits
    from amity.graphql.operation import Pool

__all__ = ["Limits", "Speaker", "Who", "app"]


def app(pool: Pool, *, who: Who, introspection: bool = True, **limits: Any) -> Starlette:
    """Make an ASGI application that answers POST requests, at whichever path a site has it.

    Args:
        pool: connections whose user may become ``authenticated``. The site opens and closes it.
        who: gives the id of the person who sends a request, or the claims of their token, or None.
            It may be asynchronous; if it is not, it runs in a thread.
        introspection: whether clients may ask for the schema.
        limits: those of :class:`Limits`.
    """
    endpoint = Endpoint(pool, who, Limits(**limits), introspection=introspection)
    return Starlette(routes=[Route("/{path:path}", endpoint.answer, methods=["POST"])])
