"""`amity import` reads what people have, tells every line that it refuses, and stops in words."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from typer.testing import CliRunner, Result

from amity import imports
from amity.command import app

Amity = Callable[..., Result]


def said(result: Result) -> dict[str, Any]:
    assert (result.exit_code, result.stderr) == (0, "")
    return dict(json.loads(result.stdout))


def word(text: str) -> str:
    """A text as it was before a terminal broke and framed its lines."""
    return " ".join(text.replace("│", " ").split())


def rows(database: str, query: str) -> list[Any]:
    with psycopg.connect(database) as conn:
        return conn.execute(query.encode()).fetchall()


CONNECTIONS = "select requester_id, recipient_id from amity.connections order by id"


def test_csv(amity: Amity, database: str, people: list[UUID], tmp_path: Path) -> None:
    ada, ben, cleo, *_ = people
    file = tmp_path / "ties.csv"
    file.write_bytes(
        b"\xef\xbb\xbf"  # as a spreadsheet saves it
        + (
            "Note,Requester_Id,recipient,accepted_at\r\n"
            f'"two\r\nlines",{ada},"{ben}",2020-01-02 03:04:05\r\n'
            "\r\n"
            f'"a ""quoted"" one",{cleo},{ben},2020-01-02T05:04:05+02\r\n'
            f",{ben},{ada},\r\n"
            f",{ada},{ada},\r\n"
            f",{ada},somebody,\r\n"
            f",{ada},{cleo},yesterday\r\n"
            f",{ada},{cleo},2999-01-01\r\n"
            f",{ada}\r\n"
            f",{ada},,\r\n"
        ).encode()
        + b",\xff\xfe," + str(ada).encode() + b",\r\n"
        + b",\0," + str(ada).encode() + b",\r\n"
    )  # fmt: skip
    report = tmp_path / "refused.csv"
    done = said(
        amity("import", "connections", str(file), database, "--json", "--report", str(report))
    )
    assert done == {
        "kind": "connections",
        "lines": 11,
        "imported": 2,
        "refused": {
            "line_unreadable": 3,
            "already_connected": 1,
            "self_connection": 1,
            "person_not_found": 1,
            "date_invalid": 1,
            "date_in_future": 1,
            "person_missing": 1,
        },
        "run": done["run"],
    }
    assert rows(
        database,
        "select responded_at at time zone 'UTC' = '2020-01-02 03:04:05' from amity.connections",
    ) == [(True,), (True,)]
    assert report.read_text().splitlines()[:3] == [
        "line,slug,requester,recipient,requested_at,accepted_at,status,reason",
        f"6,already_connected,{ben},{ada},,,,They are connected already",
        f"7,self_connection,{ada},{ada},,,,A person cannot connect with themselves",
    ]
    assert report.read_text().splitlines()[4:7] == [
        f"9,date_invalid,{ada},{cleo},,yesterday,,A date cannot be read",
        f"10,date_in_future,{ada},{cleo},,2999-01-01,,A date is in the future",
        f"11,line_unreadable,{ada},,,,,The line cannot be read",
    ]
    assert [line.split(",")[:2] for line in report.read_text().splitlines()[3:]] == [
        ["8", "person_not_found"],
        ["9", "date_invalid"],
        ["10", "date_in_future"],
        ["11", "line_unreadable"],
        ["12", "person_missing"],
        ["13", "line_unreadable"],
        ["14", "line_unreadable"],
    ]


def test_json_lines(amity: Amity, database: str, people: list[UUID], tmp_path: Path) -> None:
    ada, ben, *_ = map(str, people)
    file = tmp_path / "ties.jsonl"
    lines = [
        json.dumps({"follower": ada, "followed_id": ben, "created_at": "2020-01-02T03:04:05Z"}),
        '{"follower": "half a li',
        '"a text"',
        json.dumps({"follower": [ada], "followed": ben}),
        json.dumps({"followed": ben}),
        json.dumps({"follower": ben, "followed": ada, "created_at": 5}),
        json.dumps({"follower": ben, "followed": "x" * 10_000_000}),
        "[" * 100_000,
        "",
        json.dumps({"follower": ben, "followed": ada}),
    ]
    file.write_text("\n".join(lines))
    report = tmp_path / "refused.jsonl"
    done = said(amity("import", "follows", str(file), database, "--json", "--report", str(report)))
    assert done["imported"] == 2
    told = [json.loads(line) for line in report.read_text().splitlines()]
    assert [(each["line"], each["slug"]) for each in told] == [
        (2, "line_unreadable"),
        (3, "line_unreadable"),
        (4, "line_unreadable"),
        (5, "person_missing"),
        (6, "date_invalid"),
        (7, "line_unreadable"),
        (8, "line_unreadable"),
    ]
    assert [each["created_at"] for each in told if each["slug"] == "date_invalid"] == [5]
    assert report.stat().st_size < 10_000


@pytest.mark.parametrize("ending", [".csv", ".CSV", ".jsonl", ".ndjson"])
def test_what_was_refused_is_mended_and_imported(
    amity: Amity, database: str, people: list[UUID], tmp_path: Path, ending: str
) -> None:
    """A report has the columns of what came in, and the dates; whatever they were called there."""
    ada, ben, cleo, *_ = map(str, people)
    file, report = tmp_path / "ties.csv", tmp_path / f"refused{ending}"
    file.write_text(f"von,an,seit\n{ada},Zoë,2020-01-02\n{ada},{cleo},2020-13-01\n")
    names = ("--map", "follower=von", "--map", "followed=an", "--map", "created_at=seit")
    refused = amity("import", "follows", str(file), database, *names, "--report", str(report))
    assert "0 follows imported from 2 lines" in refused.stdout
    report.write_text(report.read_text().replace("Zoë", ben).replace("2020-13-01", "2021-01-01"))
    assert said(amity("import", "follows", str(report), database, "--json"))["imported"] == 2
    assert rows(
        database,
        "select followed_id::text, extract(year from created_at)::int"
        " from amity.follows order by created_at",
    ) == [(ben, 2020), (cleo, 2021)]


@pytest.mark.parametrize("ending", [".csv", ".jsonl"])
def test_a_report_of_what_is_no_text(
    amity: Amity, database: str, people: list[UUID], tmp_path: Path, ending: str
) -> None:
    file, report = tmp_path / "ties", tmp_path / f"refused{ending}"
    file.write_bytes(b"follower,followed\n\xff\xfe,x\n\0,x\n")
    first = said(amity("import", "follows", str(file), database, "--json", "--report", str(report)))
    assert first["refused"] == {"line_unreadable": 2}
    assert "\\udcff\\udcfe" in report.read_text()


def test_a_field_of_ten_megabytes(
    amity: Amity, database: str, people: list[UUID], tmp_path: Path
) -> None:
    ada, ben, *_ = people
    file = tmp_path / "ties.csv"
    file.write_text(f"blocker;blocked\n{ada};{'x' * 10_000_000}\n{ada};{ben}\n")
    done = said(amity("import", "blocks", str(file), database, "--json"))
    assert (done["imported"], done["refused"]) == (1, {"line_unreadable": 1})


def test_on_screen_and_again(
    amity: Amity, database: str, people: list[UUID], tmp_path: Path
) -> None:
    ada, ben, *_ = people
    file = tmp_path / "ties.csv"
    file.write_text(f"requester,recipient\n{ada},{ben}\n")
    first = amity("import", "connections", str(file), database)
    assert first.exit_code == 0
    assert "1 connection imported from 1 line: " in first.stdout
    again = amity("import", "connections", str(file), database)
    assert again.exit_code == 0
    assert "0 connections imported from 1 line: " in again.stdout
    assert again.stdout.endswith("\n1 line was already present.\n")
    assert "refused" not in again.stdout


def test_ctrl_c(
    amity: Amity,
    database: str,
    people: list[UUID],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ada, ben, cleo, dan, *_ = people
    file = tmp_path / "ties.csv"
    file.write_text(f"follower,followed\n{ada},{ben}\n{ada},{ada}\n{ada},{cleo}\n{ada},{dan}\n")
    follow = imports.follows

    def interrupted(*edges: Any) -> Any:
        if rows(database, "select id from amity.follows"):
            raise KeyboardInterrupt
        return follow(*edges)

    monkeypatch.setitem(imports.BATCH, "follows", 2)
    monkeypatch.setattr(imports, "follows", interrupted)
    stopped = amity("import", "follows", str(file), database)
    assert (stopped.exit_code, stopped.stdout) == (130, ""), stopped.stderr
    first, second = stopped.stderr.splitlines()
    assert first == "Interrupted: 1 was imported from 2 lines, and kept."
    assert second.startswith("Run this again to continue. `amity import --undo ")
    assert rows(database, "select count(*) from amity.follows") == [(1,)]


def test_standard_input(database: str, people: list[UUID]) -> None:
    ada, ben, *_ = people
    done = CliRunner().invoke(
        app,
        ["import", "follows", "-", database, "--json"],
        input=f"follower\tfollowed\n{ada}\t{ben}\n",
    )
    assert said(done)["imported"] == 1


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "ties.csv is empty."),
        (b"\n \n", "ties.csv is empty."),
        (b"who,whom\n1,2\n", "no column 'requester'"),
        (b"requester\n1\n", "no column 'recipient'"),
        (bytes(range(256)) * 20, "no column"),
        ("requester,recipient\n".encode("utf-16"), "ties.csv is UTF-16, not UTF-8."),
        (b"\xfe\xff" + "requester\n".encode("utf-16-be"), "ties.csv is UTF-16, not UTF-8."),
        (b"\xfcber,mich\n", "ties.csv is not UTF-8."),
        (b'[{"requester": 1}]', "no column 'recipient'; there is: 'requester'"),
        (b'[{"requester": 1}', "ties.csv is not JSON"),
        (b'{"requester": 1,', "ties.csv is not JSON"),
        (b'{"a": [{"x": 1}], "b": [{}]}', "ties.csv has several lists: a, b."),
        (b"\0" * 1000, "no column"),
    ],
    ids=[
        "empty",
        "blank",
        "other columns",
        "half",
        "junk",
        "utf-16",
        "utf-16-be",
        "latin-1",
        "array",
        "half an array",
        "half an object",
        "lists",
        "nul",
    ],
)
def test_a_file_without_lines(
    amity: Amity, database: str, tmp_path: Path, content: bytes, word: str
) -> None:
    file = tmp_path / "ties.csv"
    file.write_bytes(content)
    done = amity("import", "connections", str(file), database)
    assert done.exit_code == 1
    assert word in done.stderr
    assert done.stdout == ""


def test_nothing_on_standard_input(database: str) -> None:
    done = CliRunner().invoke(app, ["import", "follows", "-", database], input="")
    assert done.stderr.startswith("standard input is empty.\n")


def test_no_file(amity: Amity, database: str, tmp_path: Path) -> None:
    for source, word in ((tmp_path / "none.csv", "No such file"), (tmp_path, "Is a directory")):
        done = amity("import", "connections", str(source), database)
        assert (done.exit_code, done.stdout) == (1, "")
        assert word in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("friends", "x.csv"),
        ("follows",),
        ("follows", "postgresql:///y"),
        ("follows", "x.csv", "--map", "requester=a"),
        ("follows", "x.csv", "--map", "follower="),
        ("follows", "x.csv", "postgresql:///y", "--query", "select 1"),
        ("follows", "x.csv", "--query", "select 1"),
        ("follows", "x.csv", "--report", "out.txt"),
        ("follows", "x.csv", "--report", "out"),
    ],
)
def test_a_command_line_that_makes_no_sense(amity: Amity, arguments: tuple[str, ...]) -> None:
    done = amity("import", *arguments, env={"DATABASE_URL": "postgresql:///y"})
    assert done.exit_code == 2
    assert "Traceback" not in done.output
    if "--query" in arguments:
        assert "With --query there is no file to read." in done.stderr
    if "--report" in arguments:
        assert "has to end in one of .csv, .jsonl, .ndjson." in word(done.stderr)


def test_a_report_that_is_there_already(
    amity: Amity, database: str, people: list[UUID], tmp_path: Path
) -> None:
    file = tmp_path / "ties.csv"
    file.write_text(f"requester,recipient\n{people[0]},{people[1]}\n")
    done = amity("import", "connections", str(file), database, "--report", str(file))
    assert done.exit_code == 1
    assert "File exists" in done.stderr
    assert rows(database, CONNECTIONS) == []


def test_what_the_host_switched_off(
    amity: Amity, database: str, people: list[UUID], tmp_path: Path
) -> None:
    with psycopg.connect(database) as conn:
        conn.execute("update amity.settings set value = 'false' where name = 'follows_enabled'")
    file = tmp_path / "ties.csv"
    file.write_text(f"follower,followed\n{people[0]},{people[1]}\n")
    done = amity("import", "follows", str(file), database)
    assert done.exit_code == 1
    assert "Following is switched off: 0 were imported" in done.stderr
