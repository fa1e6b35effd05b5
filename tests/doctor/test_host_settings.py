"""Commands and calls do not depend on what a database sets for its sessions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict
from typer.testing import Result

from amity import badges, connections, migrations, speaking_as

Amity = Callable[..., Result]

ADA, BEN = (f"{name * 8}-0000-4000-8000-000000000000" for name in "ab")


def prefer(url: str, *choices: str) -> None:
    name = conninfo_to_dict(url)["dbname"]
    with psycopg.connect(url, autocommit=True) as conn:
        for choice in choices:
            conn.execute(f"alter database {name} set {choice}".encode())


ODD = (
    "datestyle = 'SQL, DMY'",
    "intervalstyle = iso_8601",
    "client_encoding = LATIN1",
    "quote_all_identifiers = on",
)


def test_a_check_and_a_repair(amity: Amity, database: str) -> None:
    prefer(database, *ODD)
    done = amity("doctor", database)
    assert (done.exit_code, done.stderr) == (0, ""), done.stdout
    with psycopg.connect(database, autocommit=True) as conn:
        conn.execute("drop policy select_mine on amity.follows")
    assert "Repaired 1 policy." in amity("up", database, "--repair").stdout
    assert amity("status", database).exit_code == 0
    assert amity("tidy", database).exit_code == 0


def test_up_and_down(amity: Amity, empty_database: str) -> None:
    prefer(empty_database, *ODD, "standard_conforming_strings = off")
    done = amity("up", empty_database)
    assert (done.exit_code, done.stderr) == (0, "")
    assert "No problem" not in amity("doctor", empty_database).stdout  # it names the last of them
    done = amity("down", empty_database, "--yes", "--yes")
    assert done.exit_code == 0, done.stderr
    assert migrations.status(empty_database).applied == []


@pytest.mark.parametrize("style", ["SQL, DMY", "German", "Postgres, MDY"])
async def test_rows_of_calls(style: str, database: str) -> None:
    with psycopg.connect(database, autocommit=True) as conn:
        conn.execute("insert into amity.people (id) values (%s), (%s)", [ADA, BEN])
    prefer(database, f"datestyle = '{style}'", "intervalstyle = sql_standard")
    with psycopg.connect(database, autocommit=True) as conn, speaking_as(conn, ADA):
        row = connections.request(BEN).on(conn)
        assert (row.status, str(row.recipient_id)) == ("pending", BEN)
        assert (datetime.now(UTC) - row.requested_at).total_seconds() < 60
        assert connections.status(BEN).on(conn).status == "pending_sent"
        assert badges.list_mine().on(conn)[0].name == "Ice Breaker"
    async with (
        await psycopg.AsyncConnection.connect(database, autocommit=True) as aconn,
        speaking_as(aconn, BEN),
    ):
        (row,) = await connections.incoming().on(aconn)
        assert (datetime.now(UTC) - row.requested_at).total_seconds() < 60
