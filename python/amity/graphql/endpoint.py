"""GraphQL over HTTP: who asks, what they ask, and which status the answer has."""

import json
from collections.abc import Awaitable, Callable, Mapping
from inspect import isawaitable, iscoroutinefunction
from logging import CRITICAL, Logger, getLogger
from typing import Any, TypeAlias
from uuid import UUID

from ariadne import graphql
from graphql import GraphQLError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

from amity.errors import NotJoined, Refusal, SignedOut
from amity.graphql.limits import Limits
from amity.graphql.operation import Operation, Pool
from amity.graphql.resolvers import schema

Speaker: TypeAlias = UUID | str | Mapping[str, Any] | None
"""The id of a person, or the claims of a token that names one as `sub`; None is signed out."""
Who: TypeAlias = Callable[[Request], Speaker | Awaitable[Speaker]]

_logger = getLogger("amity.graphql")
# Ariadne would log what clients do wrong.
_silent = Logger("silent", CRITICAL + 1)
_JSON = "application/json"
_GRAPHQL_JSON = "application/graphql-response+json"
_WENT_WRONG = "Something went wrong"


class RequestError(Exception):
    """A request that is no GraphQL request, or not from a person."""

    def __init__(self, status: int, message: str, code: str = "BAD_REQUEST") -> None:
        super().__init__(message)
        self.status = status
        self.code = code


class Endpoint:
    """Answers requests with what their GraphQL operations give."""

    def __init__(self, pool: Pool, who: Who, limits: Limits, *, introspection: bool) -> None:
        self._pool = pool
        self._who = who
        self._limits = limits
        self._introspection = introspection

    async def answer(self, request: Request) -> ASGIApp:
        """Answer a request; whatever goes wrong is a GraphQL error."""
        return await or_error(request, self._answer)

    async def _answer(self, request: Request) -> Response:
        operation = self.operation(await self.claims(request))
        data = await self._data(request)
        try:
            _, body = await graphql(
                schema,
                data,
                context_value=operation,
                query_parser=lambda _, data: self._limits.parse(data["query"]),
                introspection=self._introspection,
                error_formatter=_formatted,
                logger=_silent,
            )
        finally:
            await operation.close()
        # an error without a path is one of the request, of which nothing was run
        if body.get("data") is None and not any("path" in each for each in body["errors"]):
            return _response(request, 400, {"errors": body["errors"]})
        return _response(request, 200, body)

    def operation(self, claims: Mapping[str, Any]) -> Operation:
        """Begin an operation of a person."""
        return Operation(self._pool, claims, self._limits.statement_seconds)

    async def claims(self, request: Request) -> Mapping[str, Any]:
        """Give the claims of the person who asks. Raises RequestError where there is none."""
        # a function that is not asynchronous may ask a database
        spoken = self._who if iscoroutinefunction(self._who) else _in_thread(self._who)
        speaker = await spoken(request)
        claims = speaker if isinstance(speaker, Mapping) else {"sub": speaker}
        try:
            return {**claims, "sub": str(UUID(str(claims.get("sub"))))}
        except ValueError:
            raise RequestError(401, "You are signed out", "UNAUTHENTICATED") from None

    async def _data(self, request: Request) -> dict[str, Any]:
        """Read the JSON object of a request. A form could be posted by the page of any site."""
        media, _, _ = request.headers.get("content-type", "").partition(";")
        if media.strip().lower() != _JSON:
            raise RequestError(415, f"The content type is {_JSON}")
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > self._limits.body_bytes:
                raise RequestError(413, f"A request has at most {self._limits.body_bytes} bytes")
        try:
            data = json.loads(body)
        except (ValueError, RecursionError):
            raise RequestError(400, "The request is not JSON") from None
        if not isinstance(data, dict) or not isinstance(data.get("query"), str):
            raise RequestError(400, "The request is not an object with a query")
        return data


async def or_error(request: Request, answer: Callable[[Request], Awaitable[ASGIApp]]) -> ASGIApp:
    """Give an answer, or say as a GraphQL error what went wrong: never in words of Postgres."""
    try:
        return await answer(request)
    except RequestError as error:
        return _response(request, error.status, _error(str(error), error.code))
    except Refusal as refusal:
        if isinstance(refusal, NotJoined | SignedOut):
            return _response(request, refusal.status, _error(refusal.message, refusal.slug))
        _logger.exception("A request was refused")
    except Exception:
        _logger.exception("A request failed")
    return _response(request, 500, _error(_WENT_WRONG, "INTERNAL"))


def _response(request: Request, status: int, body: Mapping[str, Any]) -> Response:
    media = _GRAPHQL_JSON if _GRAPHQL_JSON in request.headers.get("accept", "") else _JSON
    headers = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
    return Response(json.dumps(body).encode(), status, headers, media)


def _error(message: str, code: str) -> dict[str, Any]:
    return {"errors": [{"message": message, "extensions": {"code": code}}]}


def _in_thread(who: Who) -> Callable[[Request], Awaitable[Any]]:
    async def spoken(request: Request) -> Any:
        speaker = await run_in_threadpool(who, request)
        return await speaker if isawaitable(speaker) else speaker

    return spoken


def _formatted(error: GraphQLError, _debug: bool) -> Any:
    """Show what a client did wrong, and of anything else only that it went wrong."""
    cause = error.original_error
    if cause is None or isinstance(cause, GraphQLError):
        return error.formatted
    if isinstance(cause, NotJoined | SignedOut):
        return {**error.formatted, "message": cause.message, "extensions": {"code": cause.slug}}
    _logger.error("A GraphQL field failed", exc_info=cause)
    return {**error.formatted, "message": _WENT_WRONG, "extensions": {"code": "INTERNAL"}}
