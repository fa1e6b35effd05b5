"""The README says what happens; here it happens."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest

from amity import connections, people, speaking_as

CHECKOUT = Path(__file__).parents[2]
README = (CHECKOUT / "README.md").read_text()

# What the Python on the first screen takes for granted.
GIVEN = """
import psycopg
from uuid import UUID
url: str
ada: UUID
ben: UUID
"""


def block(language: str, which: int = 0) -> str:
    """A code block in that language, the first unless another is named."""
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.DOTALL | re.MULTILINE)[which]


def table(heading: str) -> dict[str, list[str]]:
    """The rows of the table under that heading: the first cell, and the others."""
    section = README.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    rows = [
        [cell.strip() for cell in line.strip("|").split(" | ")]
        for line in section.splitlines()
        if line.startswith("| `")
    ]
    return {first.strip("` "): rest for first, *rest in rows}


@pytest.fixture
def cast(conn: psycopg.Connection) -> dict[str, UUID]:
    """Ada, Ben and Cleo, who have joined."""
    cast = {name: uuid4() for name in ("ada", "ben", "cleo")}
    for person in cast.values():
        with speaking_as(conn, person):
            people.join().on(conn)
    conn.commit()
    return cast


def answer(conn: psycopg.Connection, speaker: UUID, statement: str) -> str:
    """What psql would show, in a word or two."""
    try:
        with speaking_as(conn, speaker):
            cursor = conn.execute(statement)
            if cursor.description:
                return ", ".join(str(row[0]) for row in cursor)
            return cursor.statusmessage or ""
    except psycopg.DatabaseError as error:
        return error.diag.message_primary or ""


def test_the_sql_on_the_first_screen_answers_as_it_says(
    conn: psycopg.Connection, cast: dict[str, UUID]
) -> None:
    speaker = ""
    told = 0
    for line in block("sql").splitlines():
        if found := re.match(r"-- as (\w+)", line):
            speaker = found[1].lower()
            continue
        statement, _, expected = line.partition(" -- ")
        for name, person in cast.items():
            statement = statement.replace(f":'{name}'", f"'{person}'")
        assert answer(conn, cast[speaker], statement) == expected.split(":")[0], line
        told += 1
    assert told == 6


def test_the_python_on_the_first_screen_runs(
    database: str, conn: psycopg.Connection, cast: dict[str, UUID]
) -> None:
    names = {
        "psycopg": psycopg,
        "speaking_as": speaking_as,
        "connections": connections,
        "url": database,
        **cast,
    }
    exec(block("python"), names)
    with speaking_as(conn, cast["ada"]):
        assert connections.status(cast["ben"]).on(conn) == "pending_sent"


def test_the_python_passes_mypy_strict(tmp_path: Path) -> None:
    for number in range(3):
        text = ("" if number else GIVEN) + block("python", number)
        (tmp_path / f"snippet_{number}.py").write_text(text)
    mypy = subprocess.run(
        [
            *(sys.executable, "-m", "mypy", "--strict", "--config-file="),
            *("--cache-dir", CHECKOUT / ".mypy_cache" / "readme", tmp_path),
        ],
        cwd=tmp_path,
        env={"MYPYPATH": str(CHECKOUT / "python")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert mypy.returncode == 0, mypy.stdout
    assert "3 source files" in mypy.stdout


def test_psql_speaks_as_somebody_as_it_says(conn: psycopg.Connection) -> None:
    conn.execute("create table public.users (id bigint primary key)")
    conn.execute("insert into public.users values (1)")
    conn.execute("select amity.attach_people('public.users')")
    find, speak = block("sql", 1).split(" as ada \\gset\n")
    ada = conn.execute(find).fetchone()
    assert ada
    conn.execute(speak.replace(":'ada'", f"'{ada[0]}'"))
    assert conn.execute("select id, amity.me() from amity.people").fetchall() == [ada * 2]
    (myself_again,) = re.findall(r"yourself again after `(reset.*?)`", README)
    conn.execute(myself_again)
    assert conn.execute("select amity.me()").fetchall() == [(None,)]
    conn.execute(
        "insert into amity.blocks (blocker_id, blocked_id) values (%s, %s)", [*ada, uuid4()]
    )


def test_users_with_other_keys_are_the_authors_of_their_photos(
    conn: psycopg.Connection, cast: dict[str, UUID]
) -> None:
    conn.execute("create table public.photos (owner_id bigint not null)")
    conn.execute("insert into public.photos values (1)")
    conn.execute("update amity.people set host_key = '1' where id = %s", [cast["ben"]])
    conn.execute(block("sql", 3))
    conn.execute("select amity.guard_table('public.photos', 'author_id', 'connections')")
    conn.execute("grant select, insert on public.photos to authenticated")
    with speaking_as(conn, cast["ada"]):
        conn.execute("insert into public.photos values (2)")
        seen = conn.execute("select owner_id, author_id from public.photos").fetchall()
    assert seen == [(2, cast["ada"])]


def test_every_refusal_is_in_the_table(conn: psycopg.Connection) -> None:
    rows = conn.execute("select slug, status, message from amity_private.refusals").fetchall()
    assert table("Refusals") == {
        slug: [str(status), message.replace("%s", "…")] for slug, status, message in rows
    }


def test_every_setting_is_in_the_table(conn: psycopg.Connection) -> None:
    rows = conn.execute("select name, fallback, description from amity.settings").fetchall()
    assert table("Settings") == {
        name: [fallback or "none", description] for name, fallback, description in rows
    }


def test_every_function_and_view_is_named(conn: psycopg.Connection) -> None:
    names = conn.execute(
        """
        select proname from pg_proc where pronamespace = 'amity'::regnamespace
        union select relname from pg_class
        where relnamespace = 'amity'::regnamespace and relkind in ('r', 'v')
        except select unnest(array['uuid_v7', 'person_of'])
        """
    ).fetchall()
    assert [name for (name,) in names if not re.search(rf"\b{name}\b", README)] == []
