"""The plain SQL that `render` writes: by any client it makes the database that `up` makes."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pglast
import psycopg
import pytest
import sqlparse
from migrations.kit import Execute

from amity import migrations
from amity.errors import OutputError
from amity.migrations.templates import ROOT, around, rendered

Psql = Callable[..., subprocess.CompletedProcess[str]]

EVERY_TEXT = [
    *(pytest.param(migration.sql, id=migration.id) for migration in rendered()),
    *(pytest.param(around(name), id=name) for name in ("before", "after", "down")),
]


def supabase_split(sql: str) -> list[str]:
    """Cut a file as the Supabase CLI's scanner does, with what it gets wrong.

    Past the word ATOMIC it waits for the letters END outside of quotes and brackets, and takes
    them in the middle of a word as well: `begin atomic select pending; end` comes out in pieces.
    Which are no statements any more: that raises pglast's ParseError.
    """
    token = re.compile(
        r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|\"[^\"]*\"|(\$\w*\$).*?\1|(?<=\s)atomic|end|[();]|.",
        re.DOTALL | re.IGNORECASE,
    )
    pieces, piece, in_body, in_brackets = [], "", False, False
    for match in token.finditer(sql):
        word = match[0].lower()
        piece += match[0]
        if word in "()":
            in_brackets = word == "("
        elif word == "atomic":
            in_body = True
        elif word == "end" and not in_brackets:
            in_body = False
        elif word == ";" and not in_body:
            pieces.append(piece)
            piece = ""
    return [each for each in [*pieces, piece] if pglast.parse_sql(each)]


def as_one_pipeline(url: str, statements: list[str]) -> None:
    """Run what the Supabase CLI sends for a file: its statements and a note, in one batch."""
    with psycopg.connect(url, autocommit=True) as connection, connection.pipeline():
        for statement in statements:
            connection.execute(statement)


# --- the same database ---


@pytest.fixture
def same_as_up(empty_database: str, installed: str, catalog: Callable[..., str]) -> Iterator[str]:
    """Give an empty database, and see that it ends as `up` would have left it."""
    yield empty_database
    assert catalog(empty_database) == catalog(installed)
    ours = migrations.status(empty_database)
    assert ours.up_to_date
    assert [each.id for each in ours.applied] == [each.id for each in rendered()]
    assert migrations.up(empty_database) == []


def test_in_psql(same_as_up: str, psql: Psql, tmp_path: Path) -> None:
    files = migrations.render(tmp_path / "plain")
    assert [file.name for file in files] == [f"{each.id}.sql" for each in rendered()]
    for file in files:
        done = psql(same_as_up, "-v", "ON_ERROR_STOP=1", "-f", file)
        assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.deep
def test_a_second_time_in_psql_changes_nothing(same_as_up: str, psql: Psql, tmp_path: Path) -> None:
    files = migrations.render(tmp_path)
    for file in files * 2:
        psql(same_as_up, "-f", file)  # carelessly: going on after an error
    assert psql(same_as_up, "-v", "ON_ERROR_STOP=1", "-f", files[-1]).returncode != 0


@pytest.mark.deep
def test_half_by_psql_and_half_by_up(same_as_up: str, psql: Psql, tmp_path: Path) -> None:
    files = migrations.render(tmp_path)
    assert psql(same_as_up, "-f", files[0]).returncode == 0
    assert [each.id for each in migrations.up(same_as_up)] == [each.id for each in rendered()[1:]]


@pytest.mark.deep
def test_as_the_supabase_cli_applies_them(
    same_as_up: str, execute: Execute, tmp_path: Path
) -> None:
    files = migrations.render(tmp_path, supabase=True)
    assert [file.name for file in files[:2]] == [
        "20260101000001_amity_foundation.sql",
        "20260101000002_amity_blocks.sql",
    ]
    assert files == sorted(files)
    execute(same_as_up, "create table public.versions (version text)")
    for file in files:
        note = f"insert into public.versions values ('{file.name[:14]}')"
        as_one_pipeline(same_as_up, [*supabase_split(file.read_text()), note])
    execute(same_as_up, "drop table public.versions")


def test_a_failing_supabase_file_leaves_nothing(
    empty_database: str, tmp_path: Path, execute: Execute
) -> None:
    file = migrations.render(tmp_path, supabase=True)[0]
    with pytest.raises(psycopg.errors.DivisionByZero):
        as_one_pipeline(empty_database, [*supabase_split(file.read_text()), "select 1 / 0"])
    assert execute(empty_database, "select to_regnamespace('amity')") == [(None,)]


def test_rendering_again_is_the_same_and_leaves_other_files_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.sql").write_text("select 1;")
    first = {file: file.read_text() for file in migrations.render(tmp_path)}
    assert {file: file.read_text() for file in migrations.render(tmp_path)} == first
    assert (tmp_path / "mine.sql").read_text() == "select 1;"


def test_a_file_that_differs_is_kept_unless_told(tmp_path: Path) -> None:
    """It may be applied already: then the database and the file would differ without a word."""
    files = migrations.render(tmp_path, supabase=True)
    texts = [file.read_text() for file in files]
    files[0].unlink()
    files[5].write_text("select 1;")
    with pytest.raises(migrations.errors.RenderedFileDiffersError, match=files[5].name) as refused:
        migrations.render(tmp_path, supabase=True)
    assert "--overwrite" in refused.value.hint
    assert (files[0].exists(), files[5].read_text()) == (False, "select 1;")
    migrations.render(tmp_path, supabase=True, overwrite=True)
    assert [file.read_text() for file in files] == texts


def test_a_directory_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(OutputError, match="taken cannot be written"):
        migrations.render(tmp_path / "taken")


# --- the text ---


@pytest.mark.parametrize("text", EVERY_TEXT)
def test_yoyo_cuts_it_into_statements_where_postgres_does(text: str) -> None:
    statements = list(pglast.split(text))
    pieces = sqlparse.split(text)
    assert len(pieces) == len(statements)
    for piece, statement in zip(pieces, statements, strict=True):
        assert statement in piece
        assert len(pglast.parse_sql(piece)) == 1


@pytest.mark.parametrize("text", EVERY_TEXT)
def test_it_leaves_transactions_to_who_applies_it(text: str) -> None:
    for statement in pglast.parse_sql(text):
        assert not isinstance(statement.stmt, pglast.ast.TransactionStmt)
    assert "transactional:" not in text  # yoyo's way to leave the transaction


def test_squawk_has_nothing_to_say(tmp_path: Path) -> None:
    squawk = Path(sys.executable).with_name("squawk")
    files = migrations.render(tmp_path, supabase=True)
    done = subprocess.run(
        [squawk, "--config", ROOT / ".squawk.toml", *files],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_supabase_cli_would_cut_a_body_in_two(
    house: Callable[..., Path], tiny: dict[str, str], empty_database: str, execute: Execute
) -> None:
    tiny["migrations/0002.things.sql"] = (
        "create function amity.pending() returns text begin atomic\n"
        "  select 'a' as pending;\n  select 'b' as pending;\nend;\n"
    )
    root = house(tiny)
    with pytest.raises(pglast.parser.ParseError):
        supabase_split(rendered(root)[1].sql)
    for file in migrations.render(root / "out", supabase=True, _root=root):
        as_one_pipeline(empty_database, supabase_split(file.read_text()))
    assert execute(empty_database, "select amity.pending()") == [("b",)]
