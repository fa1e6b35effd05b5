"""`amity test` runs pgTAP files on a database, says what came of them, and leaves nothing."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.conninfo import make_conninfo
from support.clusters import Cluster
from testing.conftest import snippet
from typer.testing import CliRunner, Result

from amity import migrations, servers
from amity.command import _pgtap, app
from amity.migrations.templates import ROOT

Conn = psycopg.Connection[Any]

WORKFLOW = (ROOT / ".github" / "workflows" / "sql-tests.yml").read_text()
PASSING = snippet("sql")
FAILING = "begin;\nselect plan(2);\nselect ok(true, 'so');\nselect is(1, 2, 'not so');\nrollback;\n"
STOPPING = "begin;\nselect plan(2);\nselect pass('first');\nselect * from nowhere;\nrollback;\n"
KEEPING = "begin; create table public.kept (); commit; begin; rollback;"
FOR_SUPERUSER = "-- superuser\n" + PASSING

# What a host has done to a database before anybody joined.
LIVED_IN = """
create table public.users (id bigint primary key);
select amity.attach_people('public.users');
update amity.settings set value = 'false' where type = 'boolean';
create schema tap;
create function tap.person(name text) returns uuid language sql return gen_random_uuid();
"""


def amity(*arguments: str | Path, **environment: str) -> Result:
    return CliRunner().invoke(app, ["test", *map(str, arguments)], env=environment)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a pgTAP file goes, which need not be there."""
    folder = tmp_path / "sql"
    folder.mkdir()
    return folder / "mine.sql"


@pytest.fixture
def follows_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Amity has the tests of one kind only: all of them take a minute."""
    monkeypatch.setattr(_pgtap, "TESTS", _pgtap.TESTS / "follows")


def left(conn: Conn) -> list[Any]:
    """What could be left behind."""
    return conn.execute(
        """
        select nspname::text, count(pg_proc.oid) from pg_namespace
        left join pg_proc on pronamespace = pg_namespace.oid where nspname !~ '^pg_' group by 1
        union all select 'settings', count(*) from amity.settings where value = fallback
        union all select 'people', count(*) from amity.people
        union all select 'attached', count(*) from amity_private.attachments
        order by 1
        """
    ).fetchall()


def test_a_file_is_named_with_its_folder() -> None:
    names = [_pgtap.name(Path(each)) for each in ("/db/sql/mine.sql", "sql/mine.sql", "mine.sql")]
    assert names == ["sql/mine.sql", "sql/mine.sql", "mine.sql"]


def test_tests_of_ones_own_pass(file: Path, database: str, conn: Conn) -> None:
    conn.execute("insert into amity.people default values")
    before = left(conn)
    file.write_text(PASSING)
    (file.parent / "helpers.sql").write_text("create function tap.mine() returns int return 1;")
    (file.parent / "helped.sql").write_text(
        "begin; select plan(1); select is(mine(), 1, 'a helper of mine'); rollback;"
    )
    said = amity("--files", file.parent, DATABASE_URL=database)
    assert said.stdout.startswith("Passed: 2 files, 3 tests, on ")
    assert "Everything was rolled back." in said.stdout
    assert said.exit_code == 0
    assert left(conn) == before


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (FAILING, ["sql/mine.sql failed.", 'not ok 2 - not so\n# Failed test 2: "not so"']),
        (
            STOPPING,
            ['ERROR:  relation "nowhere" does not exist', "LINE 4", "2 tests planned, 1 run"],
        ),
        (KEEPING, ["never commits"]),
        ("begin; select plan(0); rollback;", ["0 tests planned"]),
        ("begin; select plan(1); select skip('x'); rollback;", ["SKIP"]),
    ],
)
def test_a_failure_is_told(
    text: str, told: list[str], file: Path, database: str, conn: Conn
) -> None:
    file.write_text(text)
    said = amity(database, "--files", file)
    assert said.exit_code == 1
    assert [words for words in told if words not in said.stderr] == []
    assert said.stdout.startswith("1 file failed of 1 file")
    assert conn.execute("select to_regclass('public.kept')").fetchone() == (None,)


def test_json(file: Path, database: str) -> None:
    file.write_text(FAILING)
    said = amity(database, "--files", file, "--json")
    told = json.loads(said.stdout)
    assert told.pop("files")[0]["tests"] == 2
    assert told == {"passed": False, "left_out": []}
    assert said.exit_code == 1


# --- Amity's own, on the database of a host ---


def test_ours_run_as_if_the_host_had_chosen_nothing(
    follows_only: None, database: str, conn: Conn
) -> None:
    conn.execute(LIVED_IN)
    before = left(conn)
    said = amity(database)
    assert said.stdout.startswith(f"Passed: {len(_pgtap.find([_pgtap.TESTS]))} files"), said.output
    assert left(conn) == before


def test_ours_fail_where_a_rule_was_taken_away(
    follows_only: None, database: str, conn: Conn
) -> None:
    conn.execute("grant update on amity.follows to authenticated")
    said = amity(database)
    assert said.exit_code == 1
    assert "follows/row_security.sql failed." in said.stderr


# The command, whose own tests are those of one kind: the next test runs all of them.
OF_ACCOUNTS = f"""#!{sys.executable}
import sys
from amity.command import _pgtap, app
if "--files" not in sys.argv:
    _pgtap.TESTS /= "accounts"
app()
"""


@pytest.mark.deep
@pytest.mark.postgres(18)
def test_ours_pass_by_the_workflow_that_hosts_copy(empty_database: str, tmp_path: Path) -> None:
    command = tmp_path / "bin" / "amity"
    command.parent.mkdir()
    command.write_text(OF_ACCOUNTS)
    command.chmod(0o755)
    up, ours, theirs = re.findall(r"^ +- run: (.*\bamity (?:up|test)\b.*)", WORKFLOW, re.MULTILINE)
    folder = tmp_path / "db" / "tests"
    folder.mkdir(parents=True)
    (folder / "mine.sql").write_text(PASSING)

    def run(step: str) -> str:
        done = subprocess.run(
            ["/bin/sh", "-e", "-c", step],
            cwd=tmp_path,
            env={"DATABASE_URL": empty_database, "PATH": f"{command.parent}:/usr/bin"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout
        return done.stdout

    run(up)
    assert run(theirs).startswith("Passed: 1 file, 2 tests")
    with psycopg.connect(empty_database, autocommit=True) as conn:
        conn.execute(LIVED_IN)
        before = left(conn)
        files = len(_pgtap.find([_pgtap.TESTS / "accounts"]))
        assert run(ours).startswith(f"Passed: {files} files")
        assert left(conn) == before


@pytest.mark.deep
@pytest.mark.postgres(15)
def test_all_but_the_marked_pass_for_an_owner_who_is_no_superuser(server: Cluster) -> None:
    # roles belong to a server: those that up makes are the owner's here
    installation = servers.Installation(server.bindir, server.major)
    with servers.throwaway(installation) as own:
        with psycopg.connect(own.url, autocommit=True) as conn:
            conn.execute("create role owner login createdb createrole password 'x'")
            conn.execute("create database owned owner owner")
        url = make_conninfo(own.url, user="owner", password="x", dbname="owned")
        migrations.up(url)
        with psycopg.connect(url, autocommit=True) as conn:
            conn.execute(LIVED_IN)
        said = amity(url, "--without-superuser")
    assert said.exit_code == 0, said.output
    assert "Left out, for a superuser: accounts/" in said.stdout


# --- what cannot be tested is an error, and says what to do ---


def refused(said: Result) -> str:
    assert (said.exit_code, said.stdout) == (1, "")
    return said.stderr


def test_without_a_database() -> None:
    assert "could not be reached" in refused(amity("postgresql://localhost:1/"))


def test_without_amity(empty_database: str) -> None:
    assert "`amity up` applies it." in refused(amity(empty_database))


def test_another_amity(database: str, conn: Conn) -> None:
    conn.execute("update amity_private.migrations set checksum = repeat('0', 64)")
    assert "`amity status` shows the difference." in refused(amity(database))


def test_with_people(database: str, conn: Conn) -> None:
    conn.execute("insert into amity.people default values")
    assert "has 1 person" in refused(amity(database))


def test_without_files(tmp_path: Path, database: str) -> None:
    assert "No pgTAP files in " in refused(amity(database, "--files", tmp_path))


@pytest.mark.postgres(18)  # which has no such extension
def test_without_pgtap(
    file: Path, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text(PASSING)
    (packaged,) = (
        path
        for path in _pgtap.PACKAGED.glob("15/extension/pgtap--*.sql")
        if path.name.count("--") == 1
    )
    monkeypatch.setattr(_pgtap, "PACKAGED", tmp_path / "nowhere")
    assert "pgTAP is missing" in refused(amity(database, "--files", file))
    assert amity(database, "--files", file, "--pgtap", packaged).exit_code == 0


@pytest.mark.postgres(15)  # which has the extension
def test_an_extension_of_the_host_is_used(file: Path, database: str, conn: Conn) -> None:
    file.write_text(PASSING)
    conn.execute("create extension pgtap")
    assert amity(database, "--files", file).exit_code == 0
    where = "select extnamespace::regnamespace::text from pg_extension where extname = 'pgtap'"
    assert conn.execute(where).fetchone() == ("public",)


def test_without_a_superuser(file: Path, database: str, conn: Conn, server: Cluster) -> None:
    """Of the roles that a role may become, and the files that it may run."""
    file.write_text(PASSING)
    (file.parent / "theirs.sql").write_text(FOR_SUPERUSER)
    conn.execute("create role tester login")
    url = make_conninfo(database, user="tester")
    try:
        conn.execute(f"grant create on database {conn.info.dbname} to tester")
        conn.execute("grant usage on schema amity, amity_private to tester")
        said = refused(amity(url, "--files", file))
        assert "tester may not speak for people" in said
        conn.execute("grant anon, authenticated, service_role to tester")
        said = refused(amity(url, "--files", file.parent))
        assert "1 of 2 files need a superuser; tester is not one." in said
        all_marked = file.parent / "theirs.sql"
        said = refused(amity(url, "--files", all_marked, "--without-superuser"))
        assert "1 of 1 file need a superuser" in said
    finally:
        conn.execute("drop owned by tester; drop role tester")
