"""What the pages tell to type runs, and answers as they say."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest
from readme.sources import CHECKOUT
from readme.test_pages import PAGES, by_hand, in_code
from support.clusters import Cluster

from amity import connections, people, speaking_as

# The manuals within the package run in tests of their own: tests/testing, tests/sync_connections.
RUN = [path for path in PAGES if CHECKOUT / "python" / "amity" not in path.parents]

# What the Python on the first screen takes for granted.
GIVEN = """
import psycopg
from uuid import UUID
url: str
ada: UUID
ben: UUID
"""

# What a page takes for granted: tables of the host's, and two people who are connected.
HOST = """
create table public.users (id bigint primary key);
insert into public.users values (1), (2);
create table public.posts (
  id uuid default gen_random_uuid(), author_id uuid default amity.me(), audience text,
  circle_id uuid, created_at timestamptz default now()
);
create table public.profiles (id bigint primary key, display_name text, avatar_url text);
create table public.photos (owner_id bigint not null);
insert into public.photos values (1);
grant select, insert on public.posts, public.photos to authenticated;
select amity.attach_people('public.users');
insert into amity.connections (requester_id, recipient_id, status)
values (amity.person_of('1'), amity.person_of('2'), 'accepted');
"""
AS_ADA = """
select amity.person_of('1') as ada, amity.person_of('2') as ben \\gset
select set_config('request.jwt.claims', json_build_object('sub', :'ada')::text, false);
"""


def blocks(path: Path, language: str) -> list[str]:
    """The code blocks of a page in that language."""
    return re.findall(rf"^```{language}\n(.*?)^```", path.read_text(), re.DOTALL | re.MULTILINE)


def psql(server: Cluster, url: str, script: str, *options: str) -> str:
    """What psql answers."""
    done = subprocess.run(
        [server.bindir / "psql", "-X", *options, url],
        input=script,
        text=True,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def test_the_session_on_the_first_page_answers_as_it_says(server: Cluster, database: str) -> None:
    (session,) = blocks(CHECKOUT / "README.md", "sql")
    lines = [line.partition(" -- ") for line in session.splitlines()]
    # what ends with a full stop is said of the line, and is not its answer
    expected = [answer for _, _, answer in lines if answer and answer[-1] not in ".:"]
    script = "\n".join(
        f"{statement}\n\\echo ~" if answer in expected else statement
        for statement, _, answer in lines
    )
    answers = psql(server, database, script, "-At").split("~\n")[:-1]
    assert [shown(answer) for answer in answers] == expected
    assert len(expected) == 4
    # behind a transaction pooler, the session is another client's next
    speaker = "select coalesce(amity.me()::text, 'none'), current_user = session_user;"
    assert psql(server, database, f"{session}\n{speaker}", "-Atq").splitlines()[-1] == "none|t"


def shown(answer: str) -> str:
    """The rows or the error of the last statement, or else its tag."""
    lines = re.split(r"^DETAIL:", answer, flags=re.MULTILINE)[0].splitlines()
    rows = [line for line in lines if not re.match(r"(BEGIN|COMMIT|SET|INSERT|SELECT)\b", line)]
    return ", ".join(rows) or lines[-1]


@pytest.mark.parametrize(
    ("path", "number"),
    [
        pytest.param(path, number, id=f"{path.relative_to(CHECKOUT)}-{number}")
        for path in RUN
        if path != CHECKOUT / "README.md"
        for number in range(len(blocks(path, "sql")))
    ],
)
def test_the_sql_in_a_page_runs(server: Cluster, database: str, path: Path, number: int) -> None:
    script = HOST + AS_ADA + blocks(path, "sql")[number]
    psql(server, database, script, "-v", "ON_ERROR_STOP=1")


def calls(path: Path) -> list[str]:
    """The calls within the sentences of a page; not those with a gap to fill in."""
    said = [code for code in in_code(by_hand(path)) if re.match(r"(select|update) .*amity\.", code)]
    return [call for call in said if not re.search(r"<|…|cron\.", call)]


def test_the_calls_within_sentences_run(server: Cluster, database: str) -> None:
    said = [call for path in RUN for call in calls(path)]
    assert said
    script = "".join(f"begin;\n{call};\nrollback;\n" for call in said)
    psql(server, database, HOST + script, "-v", "ON_ERROR_STOP=1")


@pytest.fixture
def cast(conn: psycopg.Connection) -> dict[str, UUID]:
    """Ada and Ben, who have joined."""
    cast = {name: uuid4() for name in ("ada", "ben")}
    for person in cast.values():
        with speaking_as(conn, person):
            people.join().on(conn)
    conn.commit()
    return cast


def test_the_python_on_the_first_page_runs(
    database: str, conn: psycopg.Connection, cast: dict[str, UUID]
) -> None:
    (snippet,) = blocks(CHECKOUT / "README.md", "python")
    exec(snippet, {"psycopg": psycopg, "url": database, **cast})
    with speaking_as(conn, cast["ada"]):
        assert connections.status(cast["ben"]).on(conn).status == "pending_sent"


def test_the_python_passes_mypy_strict(tmp_path: Path) -> None:
    """That of Django runs in tests/frameworks."""
    first = CHECKOUT / "README.md"
    snippets = [GIVEN + blocks(first, "python")[0]]
    snippets += [block for path in RUN if path != first for block in blocks(path, "python")]
    for number, snippet in enumerate(snippets):
        (tmp_path / f"snippet_{number}.py").write_text(snippet)
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
    assert f"{len(snippets)} source files" in mypy.stdout


def test_a_transaction_of_psql_speaks_for_a_person_until_it_ends(
    server: Cluster, database: str
) -> None:
    path = CHECKOUT / "python" / "README.md"
    speak, *_ = blocks(path, "sql")
    (back,) = re.findall(r"speaks for Ada,.* until `(\w+)`", path.read_text())
    who = "select amity.me() = amity.person_of('1'), amity.me() is null;\n"
    ask = "select amity.me() = :'ada', amity.me() is null;\n"
    said = psql(server, database, HOST + speak + ask + back + ";\n" + who, "-At")
    assert re.findall(r"^[tf]?\|[tf]$", said, re.MULTILINE) == ["t|f", "|t"]


def test_users_with_other_keys_are_the_authors_of_their_photos(
    server: Cluster, database: str, conn: psycopg.Connection
) -> None:
    audience = CHECKOUT / "sql" / "audience" / "README.md"
    psql(server, database, HOST + blocks(audience, "sql")[1], "-v", "ON_ERROR_STOP=1")
    conn.execute("select amity.guard_table('public.photos', 'author_id', 'connections')")
    row = conn.execute("select amity.person_of('2')").fetchone()
    assert row
    with speaking_as(conn, row[0]):
        conn.execute("insert into public.photos values (2)")
        seen = conn.execute("select owner_id, author_id from public.photos order by 1").fetchall()
    assert [owner for owner, _ in seen] == [1, 2]
    assert seen[1] == (2, row[0])
