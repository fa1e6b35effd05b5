"""The tables of the other contestants, from the files beside this one: a .sql would be a test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg

Conn = psycopg.Connection[Any]


def make(conn: Conn) -> None:
    """Makes the bare tables in two schemas, of which one has a history as well."""
    for schema in ("bare", "logged"):
        conn.execute(f"create schema {schema}")
        _run(conn, "tables.ddl", schema)
        index_connections(conn, schema)
    _run(conn, "history.ddl", "logged")


def index_connections(conn: Conn, schema: str) -> None:
    """Makes the indexes of its connections."""
    _run(conn, "indexes_of_connections.ddl", schema)


def make_from_bare(conn: Conn) -> None:
    """Makes the tables of the others, filled with what the bare tables hold."""
    _run(conn, "mirror.ddl")
    _run(conn, "friendships.ddl")


def _run(conn: Conn, file: str, schema: str = "public") -> None:
    text = Path(__file__).with_name(file).read_text()
    conn.execute(f"set search_path = {schema}; {text}; reset search_path".encode())
