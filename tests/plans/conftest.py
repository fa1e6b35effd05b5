"""A database with a million of everything, once for each server; and what runs in it, explained."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from plans.million import Person, fill
from support.clusters import Cluster, Template


def pytest_itemcollected(item: pytest.Item) -> None:
    """Nothing here is quick."""
    item.add_marker(pytest.mark.deep)


Watched = Callable[[Callable[[], object]], list[dict[str, Any]]]


@pytest.fixture(scope="session")
def million(server: Cluster, template: Template) -> Iterator[tuple[str, Person]]:
    """The URL of the database, and a person of the ring. No test may commit a change."""
    with server.clone(template("migrated")) as url:
        yield url, fill(url)


@contextmanager
def explaining(url: str) -> Iterator[psycopg.Connection[Any]]:
    """A superuser's connection whose every plan is told, down to triggers and functions."""
    with psycopg.connect(url) as conn:
        conn.execute("load 'auto_explain'")
        for name, value in (
            ("auto_explain.log_min_duration", "0"),
            ("auto_explain.log_nested_statements", "on"),
            ("auto_explain.log_analyze", "on"),
            ("auto_explain.log_timing", "off"),
            ("auto_explain.log_format", "json"),
            ("auto_explain.log_level", "notice"),
            ("client_min_messages", "notice"),
            ("max_parallel_workers_per_gather", "0"),
            ("jit", "off"),
        ):
            conn.execute("select set_config(%s, %s, false)", [name, value])
        conn.commit()
        yield conn
        conn.rollback()


@pytest.fixture
def conn(million: tuple[str, Person]) -> Iterator[psycopg.Connection[Any]]:
    """Such a connection to the million."""
    with explaining(million[0]) as conn:
        yield conn


@pytest.fixture
def me(million: tuple[str, Person]) -> Person:
    """A person with a hundred connections."""
    return million[1]


@pytest.fixture
def watched(conn: psycopg.Connection[Any]) -> Watched:
    """Give a function that runs something, and tells the plan of every statement in it."""

    def run(deed: Callable[[], object]) -> list[dict[str, Any]]:
        heard: list[str] = []
        listen = lambda said: heard.append(said.message_primary or "")  # noqa: E731
        # a plan is told when its statement is put away, which is when the next one comes
        conn.execute("select 'before'")
        conn.add_notice_handler(listen)
        try:
            deed()
            conn.execute("select 'after'")
        finally:
            conn.remove_notice_handler(listen)
        return [json.loads(said[said.index("{") :]) for said in heard if "plan:" in said]

    return run
