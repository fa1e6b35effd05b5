"""A pgTAP file passes if, and only if, everything that it planned was run and shown."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest
from support import tap
from support.clusters import Cluster

from amity.command import _pgtap


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("1..1\nok 1 - fine", None),
        ("ok 1 - fine\nok 2\n1..2", None),
        ("a row\n1..1\n\nok 1 - fine\n# a remark", None),
        (
            "1..2\nok 1\nnot ok 2 - bad\n# Failed test 2\n# have: 1",
            "not ok 2 - bad\n# Failed test 2\n# have: 1",
        ),
        ("1..2\nnot ok 1 - bad\n# because\nok 2\n# a remark", "not ok 1 - bad\n# because"),
        ("1..2\nok 1", "2 tests planned, 1 run"),
        ("1..1\nok 1\nok 2", "1 tests planned, 2 run"),
        ("1..0", "0 tests planned, 0 run"),
        ("1..0 # SKIP no mood", "0 tests planned, 0 run"),
        ("ok 1", "0 plans; there has to be one"),
        ("", "0 plans; there has to be one"),
        ("1..1\n1..1\nok 1", "2 plans; there has to be one"),
        ("1..1\nnot ok 1 - later # TODO not yet", "not ok 1 - later # TODO not yet"),
        ("1..1\nok 1 - later # TODO not yet", "ok 1 - later # TODO not yet"),
        ("1..1\nok 1 # SKIP not here", "ok 1 # SKIP not here"),
        ("1..1\nok 1\nBail out!  enough", "Bail out!  enough"),
    ],
)
def test_the_verdict(said: str, wrong: str | None) -> None:
    assert _pgtap.judge(said) == wrong


@pytest.mark.parametrize(
    "text",
    [
        "select plan(1); select pass(); select * from finish();",
        "begin; select plan(1); select pass(); select * from finish();",
        "select plan(1); select pass(); select * from finish(); rollback;",
        "begin; select plan(1); select pass(); select * from finish();\ncommit;\nrollback;",
        "create table here ();\nbegin; rollback;",
        "begin; rollback; create table here ();",
        "begin; create table here (); commit; begin; rollback;",
        "begin; select $$;$$; end; create table here (); rollback;",
        "begin; select ';'; /* ; */ rollback -- so\n; create table here (); rollback;",
    ],
)
def test_a_file_that_could_leave_something_behind_is_not_run(
    text: str, tmp_path: Path, server: Cluster, tap_database: str
) -> None:
    path = tmp_path / "poison.sql"
    path.write_text(text)
    complaint = tap.run(path, tap_database, server)
    assert complaint
    assert "rollback" in complaint
    with psycopg.connect(tap_database) as conn:
        assert conn.execute("select to_regclass('public.here')").fetchone() == (None,)


def test_an_error_says_where(tmp_path: Path, server: Cluster, tap_database: str) -> None:
    path = tmp_path / "error.sql"
    path.write_text("begin;\nselect plan(2);\nselect pass('first');\nselect 1 / 0;\nrollback;\n")
    complaint = tap.run(path, tap_database, server)
    assert complaint
    assert "ok 1 - first" in complaint
    assert "error.sql:4: ERROR:  division by zero" in complaint


@pytest.mark.parametrize(
    ("statement", "slug", "passes"),
    [
        ("select amity_private.refuse('self_block')", "self_block", True),
        ("select amity_private.refuse('self_block')", "blocked", False),
        ("select 1", "self_block", False),
        ("select 1 / 0", "self_block", False),
        # the slug alone is not how amity refuses
        ("do $$ begin raise exception using detail = 'self_block'; end $$", "self_block", False),
    ],
)
def test_what_counts_as_refused(statement: str, slug: str, passes: bool, tap_database: str) -> None:
    with psycopg.connect(tap_database, options=tap.SEARCH_PATH) as conn:
        conn.execute("select plan(1)")
        row = conn.execute("select refused(%s, %s, 'so')", (statement, slug)).fetchone()
        assert row is not None
        assert row[0].startswith("ok" if passes else "not ok")


def test_what_is_refused_runs_as_the_speaker(tap_database: str) -> None:
    with psycopg.connect(tap_database, options=tap.SEARCH_PATH) as conn:
        conn.execute("select plan(1)")
        conn.execute("select speak_as('ada')")
        row = conn.execute(
            "select refused('select * from amity_private.refusals', 'x', 'so')"
        ).fetchone()
        assert row is not None
        assert "42501" in row[0]


def test_a_kind_brings_helpers_of_its_own(tmp_path: Path, server: Cluster, database: str) -> None:
    helpers = tmp_path / "waves" / "helpers.sql"
    test = tmp_path / "hellos" / "waving.sql"
    helpers.parent.mkdir()
    helpers.write_text(
        "create function tap.waver() returns uuid language sql volatile return tap.person('ada')"
    )
    test.parent.mkdir()
    test.write_text("begin; select plan(1); select is(waver(), person('ada'), 'so'); rollback;")
    assert _pgtap.find([tmp_path]) == [test]
    tap.load(database, tmp_path)
    assert tap.run(test, database, server) is None


@pytest.mark.parametrize(
    ("text", "deep"),
    [("-- deep\n", True), ("-- deep, superuser\n", True), ("-- not so\n-- deep\n", False)],
)
def test_a_first_line_makes_it_deep(
    text: str, deep: bool, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    path = tmp_path / "slow.sql"
    path.write_text(text + "begin; rollback;")
    (test,) = tap.TapFile.from_parent(request.session, path=path).collect()
    assert bool(test.get_closest_marker("deep")) == deep
