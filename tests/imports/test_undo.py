"""`amity import --dry-run` changes nothing, and `--undo` ends what an import made."""

from __future__ import annotations

import json
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from imports.test_command import Amity, rows
from python.ways import SERVICE, People, Way

from amity import imports

EVERYTHING = (
    "select count(*), (select count(*) from amity_private.follows_history),"
    " (select count(*) from amity_private.import_batches) from amity.follows"
)


@pytest.fixture
def file(people: list[UUID], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Follows in two batches, one of them twice."""
    monkeypatch.setitem(imports.BATCH, "follows", 2)
    ada, ben, cleo, dan, *_ = people
    file = tmp_path / "ties.csv"
    file.write_text(f"follower,followed\n{ada},{ben}\n{ada},{cleo}\n{ada},{dan}\n{ada},{ben}\n")
    return file


def test_a_dry_run(amity: Amity, database: str, file: Path, tmp_path: Path) -> None:
    """It knows of the lines of earlier batches, and writes the report."""
    report = tmp_path / "refused.jsonl"
    options = ("import", "follows", str(file), database)
    tried = amity(*options, "--dry-run", "--report", str(report))
    assert "3 follows would be imported from 4 lines: " in tried.stdout
    assert "--undo" not in tried.stdout
    assert json.loads(report.read_text())["slug"] == "already_following"
    assert rows(database, EVERYTHING) == [(0, 0, 0)]
    done = amity(*options)
    assert "3 follows imported from 4 lines: " in done.stdout
    assert done.stdout.replace(" imported", " would be imported").startswith(tried.stdout)


def test_a_dry_run_that_is_interrupted(
    amity: Amity, database: str, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    follow = imports.follows
    calls = iter([follow])

    def interrupted(*edges: object) -> object:
        try:
            return next(calls)(*edges)  # type: ignore[arg-type]
        except StopIteration:
            raise KeyboardInterrupt from None

    monkeypatch.setattr(imports, "follows", interrupted)
    stopped = amity("import", "follows", str(file), database, "--dry-run")
    assert stopped.exit_code == 130
    assert stopped.stderr.splitlines() == [
        "Interrupted: nothing was changed.",
        "Run this again to continue.",
    ]
    assert rows(database, EVERYTHING) == [(0, 0, 0)]


@pytest.mark.deep
@pytest.mark.postgres(18)  # locks are counted alike on 15
def test_a_dry_run_for_which_there_are_too_few_locks(
    amity: Amity, database: str, tmp_path: Path
) -> None:
    file = tmp_path / "ties"
    with psycopg.connect(database) as conn:
        conn.execute("insert into amity.people select from generate_series(1, 300)")
        ids = [str(id_) for (id_,) in conn.execute("select id from amity.people")]
    lines = [f"{one},{other}" for one in ids for other in ids if one < other][:30_000]
    file.write_text("\n".join(["requester,recipient", *lines]))
    stopped = amity("import", "requests", str(file), database, "--dry-run")
    assert stopped.exit_code == 1
    assert "The server has no room for more locks: nothing was changed." in stopped.stderr
    assert rows(database, "select count(*) from amity.connections") == [(0,)]


def test_undo(amity: Amity, database: str, people: list[UUID], file: Path) -> None:
    done = amity("import", "follows", str(file), database)
    told = done.stdout.splitlines()[-1]
    assert told.startswith("`amity import --undo ")
    command = told.split("`")[1].removeprefix("amity ").split()
    with psycopg.connect(database) as conn:
        conn.execute("delete from amity.follows where followed_id = %s", [people[3]])
        conn.execute(
            "insert into amity.step_backs (owner_id, person_id) values (%s, %s)", people[:2]
        )
    tried = amity(*command, "--dry-run", database)
    assert tried.stdout.startswith("1 tie would end: ")
    assert rows(database, "select count(*) from amity.follows") == [(2,)]
    undone = amity(*command, database)
    assert undone.stdout.splitlines()[0].startswith("1 tie ended: ")
    assert undone.stdout.splitlines()[1:] == ["1 tie has changed since, and stayed."]
    assert rows(database, "select followed_id from amity.follows") == [(people[1],)]
    again = amity(*command, database)
    assert (again.exit_code, again.stdout) == (1, "")
    assert again.stderr == "There is no such import.\nIt may have been undone.\n"


def test_undo_of_a_call(way: Way, joined: People) -> None:
    ada, ben = [str(joined.ada)], [str(joined.ben)]
    for call in (imports.connections, imports.follows, imports.blocks, imports.requests):
        assert way.run(SERVICE, call(ada, ben, run="mine")) == []
        assert way.run(SERVICE, imports.undo("mine")) == imports.Undone(1, 0, 0)
    with pytest.raises(imports.errors.ImportNotFound):
        way.run(SERVICE, imports.undo("mine"))
