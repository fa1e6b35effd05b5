"""Databases on the server that is measured, each dropped at the end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import psycopg
from psycopg import sql

from amity.database import connected


@contextmanager
def scratch(server: str, template: str = "template0") -> Iterator[str]:
    """The URL of a new database on that server, like that one."""
    name = f"amity_bench_{uuid4().hex[:12]}"
    with connected(server, "Measuring") as conn:
        try:
            conn.execute(
                sql.SQL("create database {} template {}").format(
                    sql.Identifier(name), sql.Identifier(template)
                )
            )
            yield psycopg.conninfo.make_conninfo(server, dbname=name)
        finally:
            conn.execute(
                sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name))
            )
