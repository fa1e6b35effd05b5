"""`amity serve`."""

import os
import re
from typing import Annotated, Any

import typer

from amity._install import needs
from amity.command import app
from amity.command._target import Url, installed, required
from amity.errors import AmityError
from amity.speaking import signed_out

_LIMITS = "Limits"
# Requests end within the time of a statement, and all of it within ten seconds.
_SECONDS_TO_FINISH = 8


def _limit(name: str, means: str) -> Any:
    return typer.Option(name, min=1, help=means, rich_help_panel=_LIMITS)


def _keys(url: str | None) -> str | None:
    if url is not None and not url.startswith(("http://", "https://")):
        raise typer.BadParameter(f"{url} is not a URL of http or https.")
    return url


def _origins(sites: list[str] | None) -> list[str] | None:
    """Refuse what no browser sends as its origin: it would allow no page, and not say so."""
    for site in sites or ():
        if site != "*" and not re.fullmatch(r"[a-z][a-z0-9+.-]*://[^/?#A-Z\s]+", site):
            raise typer.BadParameter(
                f"{site} is not an origin: a scheme and a host in lower case, without a path."
            )
    return sites


@app.command(rich_help_panel="Your database")
def serve(
    url: Url = None,
    *,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = 8787,
    jwks: Annotated[
        str | None,
        typer.Option(callback=_keys, help="URL of the public keys that verify tokens."),
    ] = None,
    origin: Annotated[
        list[str] | None,
        typer.Option(
            callback=_origins,
            help="A site whose pages may send requests, such as https://example.org.",
        ),
    ] = None,
    graphiql: Annotated[
        bool, typer.Option("--graphiql", help="Serve a page to write GraphQL queries in.")
    ] = False,
    no_introspection: Annotated[
        bool, typer.Option("--no-introspection", help="Keep the GraphQL schema to yourself.")
    ] = False,
    max_body: Annotated[int, _limit("--max-body", "Bytes of a request.")] = 64 * 1024,
    max_depth: Annotated[int, _limit("--max-depth", "Levels of a query.")] = 8,
    max_root_fields: Annotated[
        int, _limit("--max-root-fields", "Root fields, and aliases, of a query.")
    ] = 20,
    max_complexity: Annotated[int, _limit("--max-complexity", "Fields of a query.")] = 200,
    max_seconds: Annotated[int, _limit("--max-seconds", "Seconds of a statement.")] = 5,
    max_connections: Annotated[
        int, _limit("--max-connections", "Connections to the database.")
    ] = 20,
    max_streams: Annotated[int, _limit("--max-streams", "Open streams of events.")] = 100,
) -> None:
    """Serve the GraphQL API, the components and live notifications over HTTP.

    A request names its person by a token, `Authorization: Bearer …`, whose role is `authenticated`.
    AMITY_JWT_SECRET has the secret that tokens are signed with, or --jwks names the keys.
    """
    with needs("web", "amity serve"):
        from amity import serving  # noqa: PLC0415 - an extra brings what these need
        from amity.command._http import listening, serve_on  # noqa: PLC0415
        from amity.graphql.limits import Limits  # noqa: PLC0415

    secret = os.environ.get("AMITY_JWT_SECRET")
    if not (secret or jwks):
        raise AmityError(
            "There is nothing to verify tokens with.",
            "Set AMITY_JWT_SECRET to the secret that they are signed with, or give --jwks.",
        )
    tokens = serving.Tokens(secret, jwks)
    database = required(url)
    with installed(database, "Serving") as connection, signed_out(connection):
        pass  # the user of the URL may speak for people
    served = serving.app(
        database,
        tokens,
        limits=Limits(max_body, max_depth, max_root_fields, max_complexity, max_seconds),
        connections=max_connections,
        streams=max_streams,
        origins=origin or (),
        introspection=not no_introspection,
        graphiql=graphiql,
    )
    with listening(host, port) as listener:
        serve_on(listener, served, seconds_to_finish=_SECONDS_TO_FINISH)
