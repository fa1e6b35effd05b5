"""`amity tidy` says what was over, and clears it away."""

from __future__ import annotations

import json
from collections.abc import Callable

import psycopg
from typer.testing import Result

Amity = Callable[..., Result]

OVER = """
insert into amity.people (id) values (md5('a')::uuid), (md5('b')::uuid);
insert into amity.connections (requester_id, recipient_id) values (md5('a')::uuid, md5('b')::uuid);
select amity.set_setting('request_ttl', '0 seconds');
"""


def test_nothing_was_over(amity: Amity, database: str) -> None:
    done = amity("tidy", database)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith("Nothing has expired")


def test_what_was_over_is_gone(amity: Amity, database: str) -> None:
    with psycopg.connect(database, autocommit=True) as conn:
        conn.execute(OVER)
        said = json.loads(amity("tidy", database, "--json").stdout)
        assert said["total"] == 1
        assert {"kind": "connections", "tidied": 1} in said["tidied"]
        assert conn.execute("select count(*) from amity.connections").fetchone() == (0,)
        conn.execute(OVER.partition(";")[2])
    done = amity("tidy", database).stdout
    assert "connections" in done
    assert "1 row deleted" in done
