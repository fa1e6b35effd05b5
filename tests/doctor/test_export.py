"""`amity export` gives a person what is theirs: on stdout, or in a file for one pair of eyes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from typer.testing import Result

Amity = Callable[..., Result]


@pytest.fixture
def ada(conn: psycopg.Connection) -> UUID:
    """A person with the host's key 7, who follows another."""
    conn.execute("""
        insert into amity.people (id, host_key)
        values (md5('ada')::uuid, '7'), (md5('b')::uuid, '8');
        insert into amity.follows (follower_id, followed_id)
        values (md5('ada')::uuid, md5('b')::uuid)
    """)
    conn.commit()
    (id_,) = conn.execute("select md5('ada')::uuid").fetchone() or ()
    conn.rollback()
    assert isinstance(id_, UUID)
    return id_


def test_to_stdout(amity: Amity, database: str, ada: UUID) -> None:
    done = amity("export", "7", database)
    assert (done.exit_code, done.stderr) == (0, "")
    exported = json.loads(done.stdout)
    assert [row["follower_id"] for row in exported["follows"]] == [str(ada)]
    assert [row["id"] for row in exported["people"]] == [str(ada)]


def test_to_a_file(amity: Amity, database: str, ada: UUID, tmp_path: Path) -> None:
    path = tmp_path / "ada.json"
    done = amity("export", "7", database, "--out", str(path))
    assert (done.exit_code, done.stderr) == (0, "")
    assert "3 rows of" in done.stdout
    assert path.stat().st_mode & 0o777 == 0o600
    assert json.loads(path.read_text()) == json.loads(amity("export", "7", database).stdout)

    again = amity("export", "7", database, "--out", str(path))
    assert again.exit_code == 1
    assert "File exists" in again.stderr
    nowhere = amity("export", "7", database, "--out", str(tmp_path / "no" / "where"))
    assert nowhere.exit_code == 1
    assert "cannot be written" in nowhere.stderr


@pytest.mark.parametrize("unknown", ["9", "00000000-0000-4000-8000-000000000000", "x"])
def test_an_unknown_person(unknown: str, amity: Amity, database: str) -> None:
    done = amity("export", unknown, database)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith(f"No person has the id or key {unknown}.")


def test_by_id_where_there_is_no_key(amity: Amity, database: str, conn: psycopg.Connection) -> None:
    conn.execute("insert into amity.people (id) values (md5('c')::uuid)")
    conn.commit()
    (id_,) = conn.execute("select md5('c')::uuid::text").fetchone() or ("",)
    assert json.loads(amity("export", id_, database).stdout)["people"][0]["id"] == id_


def test_a_host_that_does_not_listen_to_claims(
    amity: Amity, database: str, ada: UUID, conn: psycopg.Connection
) -> None:
    conn.execute(
        "create or replace function amity.me() returns uuid language sql return null::uuid"
    )
    conn.commit()
    done = amity("export", "7", database)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "cannot speak for this person" in done.stderr
