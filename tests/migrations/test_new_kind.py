"""A kind is added by adding its files: whatever goes through all kinds finds it by itself."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from migrations.test_templates import left_out, replayed_and_built
from migrations.waves import files
from support import tap
from support.clusters import Cluster

from amity import migrations
from amity.migrations.templates import ROOT, rendered

Run = Callable[..., str]

ID = f"{rendered()[-1].number + 1:04}.waves"
# All but the list of who may do what with which table, which is written by hand, a new kind's too.
HOUSE_RULES = sorted(
    rule for rule in (ROOT / "tests" / "house").glob("*.sql") if rule.stem != "table_grants"
)


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """Give a copy of the house with one more kind in it, and nothing else changed."""
    root = tmp_path / "house"
    for tree in ("sql", "migrations", "python/amity"):
        unwanted = shutil.ignore_patterns("__pycache__", "_bundle")
        shutil.copytree(ROOT / tree, root / tree, ignore=unwanted)
    for name, text in files(int(ID[:4])).items():
        path = root / name
        assert not path.exists(), f"{name} belongs to another kind"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return root


@pytest.fixture
def python(house: Path) -> Run:
    """Give a function that runs Python with that house's package, and returns what it printed."""

    def run(program: str, *arguments: str | Path) -> str:
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", program, *arguments],
            env={"PYTHONPATH": str(house / "python")},
            cwd=house,
            check=False,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run


@pytest.fixture
def amity(python: Run) -> Run:
    """Give a function that runs that house's command."""
    return lambda *arguments: python("from amity.command import app; app()", *arguments)


def test_it_is_cheap() -> None:
    """In all its SQL: an end in time and on a block, history, undo, tidy, verify and rights."""
    sql = [text for name, text in files(1).items() if name.endswith(".sql")]
    assert sum(text.count("\n") for text in sql) <= 180


@pytest.mark.deep
@pytest.mark.postgres(18)  # the same files on 15
def test_the_command_takes_it_in(empty_database: str, amity: Run, tmp_path: Path) -> None:
    migrations.up(empty_database)
    assert json.loads(amity("status", empty_database, "--json"))["pending"] == [ID]
    applied = json.loads(amity("up", empty_database, "--json"))["applied"]
    assert [each["id"] for each in applied] == [ID]
    assert json.loads(amity("status", empty_database, "--json"))["up_to_date"]
    assert amity("waves", empty_database) == "0 waves.\n"
    doctor = json.loads(amity("doctor", empty_database, "--json"))
    assert doctor["healthy"]
    assert doctor["checks"]["definitions"] == []
    assert "waves" in {
        row["kind"] for row in json.loads(amity("tidy", empty_database, "--json"))["tidied"]
    }
    names = [Path(line).name for line in amity("render", tmp_path / "plain").splitlines()]
    assert names[-1] == f"{ID}.sql"

    # a grant of its own that is gone, and an invariant of its own that is broken, are noticed
    with psycopg.connect(empty_database) as conn:
        conn.execute("revoke insert (waved_id) on amity.waves from authenticated")
        conn.execute("set session_replication_role = replica")
        conn.execute(
            "insert into amity.waves (waver_id, waved_id) select amity.uuid_v7(), amity.uuid_v7()"
        )
    with pytest.raises(AssertionError) as noticed:
        amity("doctor", empty_database, "--json")
    assert "grant insert (waved_id) on table amity.waves to authenticated" in str(noticed.value)
    assert "waves: history_replays" in str(noticed.value)

    amity("down", empty_database, "--yes", "--yes")
    with psycopg.connect(empty_database) as conn:
        row = conn.execute("select to_regnamespace('amity'), to_regnamespace('amity_private')")
        assert row.fetchone() == (None, None)


PROGRAM = """
import sys
from uuid import UUID, uuid4
import psycopg
from amity import accounts, blocks, connections, limits, people, relations
from amity.calls import nothing
from amity.errors import Refusal
from amity.speaking import as_service, speaking_as

ada, ben, cleo = uuid4(), uuid4(), uuid4()
with psycopg.connect(sys.argv[1], autocommit=True) as conn:
    for person in (ada, ben, cleo):
        with speaking_as(conn, person):
            people.join().on(conn)
    try:
        nothing("select amity_private.refuse('already_waved')").on(conn)
    except Refusal as refusal:
        assert refusal.slug == "already_waved"
    from amity import waves
    with speaking_as(conn, ada):
        made = waves.wave(ben).on(conn)
        try:
            with conn.transaction():
                waves.wave(ben).on(conn)
        except waves.AlreadyWaved as refusal:
            assert refusal.status == 409
        waves.take_back(ben).on(conn)
        made = waves.wave(ben).on(conn)
    with speaking_as(conn, ben):
        assert relations.my_counters().on(conn)["waves"] == 1
        assert [row["id"] for row in accounts.export(ben).on(conn)["waves"]] == [str(made.id)]
        assert len(accounts.export(ben).on(conn)["waves_history"]) == 3
        blocks.block(ada).on(conn)
        assert relations.my_counters().on(conn)["waves"] == 0
        blocks.unblock(ada).on(conn)
        waves.wave(ada).on(conn)
    with as_service(conn):
        limits.change("wave", 1).on(conn)
    with speaking_as(conn, ada):
        waves.wave(ben).on(conn)
        try:
            with conn.transaction():
                waves.wave(cleo).on(conn)
        except limits.errors.RateLimited as refusal:
            assert refusal.status == 429
    with as_service(conn):
        conn.execute("update amity.waves set until = created_at")
        assert {row.kind: row.tidied for row in accounts.tidy().on(conn)}["waves"] == 2
        assert accounts.verify().on(conn) == []
        pseudonym = accounts.forget(ada).on(conn)
    with speaking_as(conn, ben):
        history = accounts.export(ben).on(conn)["waves_history"]
        assert len(history) == 8 and str(ada) not in str(history) and str(pseudonym) in str(history)
    with as_service(conn):
        conn.execute("select amity.set_setting('waves_enabled', 'false')")
    with speaking_as(conn, ben):
        try:
            with conn.transaction():
                waves.wave(ada).on(conn)
        except waves.WavesDisabled:
            print("all is well")
"""


@pytest.mark.deep
def test_python_and_people_take_it_in(empty_database: str, house: Path, python: Run) -> None:
    migrations.up(empty_database, _root=house)
    assert python(PROGRAM, empty_database) == "all is well\n"


@pytest.mark.deep
@pytest.mark.postgres(18)  # the same files on 15
def test_the_house_takes_it_in(
    empty_database: str, another_database: str, house: Path, server: Cluster, catalog: Any
) -> None:
    """The rules over the catalog hold for it, without a line for it."""
    assert not left_out(house)
    replayed, built = replayed_and_built(house, (empty_database, another_database), catalog)
    assert replayed == built
    tap.load(empty_database)
    wrong = {path.stem: tap.run(path, empty_database, server) for path in HOUSE_RULES}
    assert {name: said for name, said in wrong.items() if said} == {}
