"""What a message or a hint tells the reader to call exists, with these options."""

from __future__ import annotations

import ast
import re
import shlex
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
import typer
from readme.sources import CHECKOUT

import amity
from amity.command import app

# of click, which recent versions of typer have their own of
USAGE_ERROR: Any = typer.BadParameter.__base__

pytestmark = pytest.mark.postgres(18)  # the texts are the same everywhere


def texts_of_python() -> Iterator[str]:
    """Every text in the package, where a word stands for each value that is filled in."""
    for file in sorted((CHECKOUT / "python" / "amity").rglob("*.py")):
        tree = ast.parse(file.read_text())
        inside = {
            id(part)
            for each in ast.walk(tree)
            if isinstance(each, ast.JoinedStr)
            for part in ast.walk(each)
            if part is not each
        }
        for each in ast.walk(tree):
            if isinstance(each, ast.JoinedStr):
                yield "".join(
                    str(part.value) if isinstance(part, ast.Constant) else "VALUE"
                    for part in each.values
                )
            elif isinstance(each, ast.Constant) and id(each) not in inside:
                yield str(each.value)


def texts_of_sql(conn: psycopg.Connection[Any]) -> list[str]:
    """Every message and hint that the database refuses with, and what it says of itself."""
    rows = conn.execute("""
        select message from amity_private.refusals union all select hint from amity_private.refusals
        union all select description from amity.settings
        union all select description from pg_description
    """)
    return [text for (text,) in rows.fetchall()]


def commands(text: str) -> list[str]:
    return re.findall(r"`amity ([^`]*)`", " ".join(text.split()))


def problem(line: str) -> str | None:
    """What click says against a command line, in which values may be missing."""
    command: Any = typer.main.get_command(app)
    words = [word for word in shlex.split(line) if word not in {"…", "..."}]
    while words and words[0] in getattr(command, "commands", {}):
        command = command.commands[words.pop(0)]
    try:
        _, left, _ = command.make_parser(command.context_class(command)).parse_args(words)
    except USAGE_ERROR as error:
        return None if "requires an argument" in str(error) else str(error)
    return f"{left[0]} is too much" if left else None


def test_every_command_exists(conn: psycopg.Connection[Any]) -> None:
    told = [line for text in [*texts_of_python(), *texts_of_sql(conn)] for line in commands(text)]
    assert len(told) > 50
    assert [(line, problem(line)) for line in told if problem(line)] == []


def test_every_option_exists() -> None:
    def options(command: Any) -> set[str]:
        found = {each for parameter in command.params for each in parameter.opts}
        return found.union(*map(options, getattr(command, "commands", {}).values()))

    told = {
        option
        for text in texts_of_python()
        if not text.startswith("-") and re.search(r"\w\.?( |$)", text)
        for option in re.findall(r"(?<![\w-])--[a-z][a-z-]*[a-z]\b", text)
    }
    assert {"--max-page", "--all"} < told
    ours = options(typer.main.get_command(app)) | {"--help"}
    assert told - ours == {"--status"}  # of supabase


def test_every_function_exists(conn: psycopg.Connection[Any]) -> None:
    rows = conn.execute("""
        select nspname || '.' || proname from pg_proc
        join pg_namespace on pg_namespace.oid = pronamespace where nspname ~ '^amity'
    """)
    known = {name for (name,) in rows.fetchall()} | {f"amity.{name}" for name in dir(amity)}
    told = {
        name
        for text in [*texts_of_python(), *texts_of_sql(conn)]
        for name in re.findall(r"(?<![\w.])(amity(?:_private)?\.[a-z_]+)\(", text)
    }
    assert len(told) > 50
    assert told - known == set()


def test_what_is_searched_for_would_be_found() -> None:
    assert problem("sync pull --everything") == "No such option: --everything"
    assert problem("sync pulls") == "pulls is too much"
    assert problem("sync pull NAME URL more") == "more is too much"
    assert problem("sync pull --table") is None
