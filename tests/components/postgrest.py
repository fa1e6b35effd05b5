"""As much of PostgREST as the Supabase source of the components uses, over the real database.

It runs what supabase-js sends as the role and the person of the token, as PostgREST would.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import jwt
import psycopg
from psycopg.rows import tuple_row
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from amity.speaking import speaking_as

_NAME = re.compile(r"[a-z_]+")
_OPERATORS = {
    "eq": ("{} = %s", lambda value: [value]),
    "is": ("{} is null", lambda value: []),
    "in": ("{}::text = any (%s)", lambda value: [value.strip("()").replace('"', "").split(",")]),
}
_NOT_FILTERS = {"select", "order", "limit", "columns"}
_SETS = {"incoming_requests", "sent_requests", "relations_with"}


def app(database: str, secret: str) -> Starlette:
    """An application with the paths of PostgREST below /rest/v1."""

    async def answer(request: Request) -> JSONResponse:
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        try:
            claims = jwt.decode(token, secret, ["HS256"], options={"verify_aud": False})
        except jwt.InvalidTokenError as error:
            return JSONResponse({"code": "PGRST301", "message": str(error)}, 401)
        sent = json.loads(await request.body() or "{}")
        query, values = _statement(request, sent)
        async with await psycopg.AsyncConnection.connect(database, row_factory=tuple_row) as conn:
            try:
                async with speaking_as(conn, claims["sub"]):
                    cursor = await conn.execute(query.encode(), values)
                    found = await cursor.fetchone()
            except psycopg.Error as error:
                return _refused(error)
        return JSONResponse(found and found[0])

    path = "/rest/v1/{path:path}"
    return Starlette(routes=[Route(path, answer, methods=["GET", "POST", "PATCH"])])


def _refused(error: psycopg.Error) -> JSONResponse:
    code = error.sqlstate or ""
    status = int(code[2:]) if code.startswith("PT") else 400
    told = {"message": error.diag.message_primary, "details": error.diag.message_detail}
    return JSONResponse({"code": code, "hint": error.diag.message_hint, **told}, status)


def _statement(request: Request, sent: Any) -> tuple[str, list[Any]]:
    """The statement for a request, which gives JSON in one row."""
    path, asked = request.path_params["path"], request.query_params
    function = re.fullmatch(r"rpc/([a-z_]+)", path)
    if function:
        given = ", ".join(f"{_name(key)} => %s" for key in sent)
        call = f"amity.{function[1]}({given})"
        if function[1] not in _SETS:
            return f"select to_json({call})", [*sent.values()]
        return _listed(_select(asked, "connection_requests"), f"{call} r"), [*sent.values()]
    relation = _name(path)
    where, values = _filters(asked)
    select = _select(asked, relation)
    if request.method == "GET":
        order = asked.get("order", "").replace(".", " ")
        limit = f"limit {int(asked['limit'])}" if "limit" in asked else ""
        rows = f"amity.{relation} r {where} {order and f'order by {order}'} {limit}"
        return _listed(select, rows), values
    columns = [_name(column) for column in sent]
    if request.method == "POST":
        names = ", ".join(columns)
        source = f"select {names} from json_populate_record(null::amity.{relation}, %s)"
        write = f"insert into amity.{relation} ({names}) {source} returning *"
        values = [json.dumps(sent)]
    else:
        changes = ", ".join(f"{column} = %s" for column in columns)
        write = f"update amity.{relation} r set {changes} {where} returning *"
        values = [*sent.values(), *values]
    return f"with written as ({write}) {_listed(select, 'written r')}", values


def _listed(select: str, rows: str) -> str:
    return f"select coalesce(json_agg(told), '[]') from (select {select} from {rows}) as told"


def _select(asked: Mapping[str, str], relation: str) -> str:
    """The select list: columns, and relationships that a function of the row gives."""
    items = re.findall(r"([a-z_*]+)(?:\(([^)]*)\))?", asked.get("select", "*"))
    return ", ".join(
        f"(select to_json(e) from (select {columns} from "
        f"amity.{name}(row(r.*)::amity.{relation})) e) as {name}"
        if columns
        else f"r.{name}"
        for name, columns in items
    )


def _filters(asked: Mapping[str, str]) -> tuple[str, list[Any]]:
    conditions, values = [], []
    for column, said in asked.items():
        if column not in _NOT_FILTERS:
            operator, _, value = said.partition(".")
            condition, read = _OPERATORS[operator]
            conditions.append(condition.format(f"r.{_name(column)}"))
            values += read(value)
    return f"where {' and '.join(conditions)}" if conditions else "", values


def _name(text: str) -> str:
    assert _NAME.fullmatch(text), text
    return text
