"""The forms in which a line may come, and what is told of a line or file that has none of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from imports.test_command import Amity, rows, said, word

PATHS = ("--map", "follower=a.b", "--map", "followed=c.0")
Imported = Callable[..., dict[str, Any]]


@pytest.fixture
def imported(amity: Amity, database: str, tmp_path: Path) -> Imported:
    """Imports a text, and gives what is said of it."""

    def run(kind: str, text: str, *options: str) -> dict[str, Any]:
        file = tmp_path / "ties"
        file.write_text(text)
        return said(amity("import", kind, str(file), database, *options, "--json"))

    return run


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1600000000", "2020-09-13 12:26:40"),
        ("1600000000.5", "2020-09-13 12:26:40.5"),
        ("1600000000500", "2020-09-13 12:26:40.5"),
        ("05 Nov 2023", "2023-11-05 00:00:00"),
        ("5 November 2023", "2023-11-05 00:00:00"),
        ("05-Nov-2023", "2023-11-05 00:00:00"),
        ('"Nov 5, 2023"', "2023-11-05 00:00:00"),
        ('"November 05, 2023"', "2023-11-05 00:00:00"),
        ("Wed Nov 05 12:34:56 +0100 2014", "2014-11-05 11:34:56"),
        ('"Wed, 05 Nov 2014 12:34:56 +0000"', "2014-11-05 12:34:56"),
        ("20231105", "2023-11-05 00:00:00"),
        ("2023-11-05T12:00:00+02:00", "2023-11-05 10:00:00"),
        (r"\N", None),
        ("NULL", None),
        ("05/11/2023", "date_invalid"),
        ("5 Nov", "date_invalid"),
        ("1", "date_invalid"),
        ("99999999", "date_invalid"),
        ("16000000000000000", "date_invalid"),
        ("1e9", "date_invalid"),
    ],
)
def test_dates(
    imported: Imported, database: str, people: list[UUID], written: str, read: str | None
) -> None:
    done = imported("follows", f"follower,followed,created_at\n{people[0]},{people[1]},{written}\n")
    found = rows(database, "select created_at at time zone 'UTC' from amity.follows")
    if read == "date_invalid":
        assert (done["refused"], found) == ({"date_invalid": 1}, [])
    elif read is None:
        assert found[0][0].year > 2025
    else:
        assert found == [(datetime.fromisoformat(read),)]


@pytest.mark.parametrize("written", [1600000000, 1600000000.0, 1600000000000, "1600000000"])
def test_dates_of_json(
    imported: Imported, database: str, people: list[UUID], written: object
) -> None:
    ada, ben, *_ = map(str, people)
    line = json.dumps({"follower": ada, "followed": ben, "created_at": written})
    assert imported("follows", line)["imported"] == 1
    assert rows(database, "select extract(epoch from created_at)::int from amity.follows") == [
        (1600000000,)
    ]


@pytest.mark.parametrize("written", [True, [1600000000], {"at": 1}, 5, "Infinity"])
def test_no_dates_of_json(imported: Imported, people: list[UUID], written: object) -> None:
    ada, ben, *_ = map(str, people)
    line = json.dumps({"follower": ada, "followed": ben, "created_at": written})
    assert imported("follows", line)["refused"] == {"date_invalid": 1}


@pytest.mark.parametrize(
    ("text", "options", "followed"),
    [
        ("{ada} {ben}\n{ada}   {cleo}\n", ("--no-header",), "ben cleo"),
        ("# edges\n{ada}\t{ben}\n# more\n{ada}\t{cleo}\n", ("--no-header",), "ben cleo"),
        ("% sym\n{ada},{ben}\n\n{ada},{cleo}\n", ("--no-header",), "ben cleo"),
        ("% edges\nfollower;followed\n{ada};{ben}\n{ada};{cleo}\n", (), "ben cleo"),
        ("follower,followed\n# {ada},{ben}\n{ada},{cleo}\n", (), "person_not_found cleo"),
        (
            "1,{ben},{ada}\n1,{cleo},{ada}\n1,{ada}\n",
            ("--no-header", "--map", "follower=3", "--map", "followed=2"),
            "ben cleo line_unreadable",
        ),
        ("Export\nof ties\n\nfollower,followed\n{ada},{ben}\n", ("--skip", "2"), "ben"),
        ("{ben}\n{cleo}\n", ("--no-header", "--as", "{ada}"), "ben cleo"),
        ("follower,followed\n{cleo},{ben}\n", ("--as", "{ada}"), "ben"),
        ("who is it\n{ben}\n", ("--as", "{ada}", "--map", "followed=who is it"), "ben"),
        (
            r"follower,followed{n}{ada},{ben}{n}\N,{ben}{n}NULL,{ben}",
            (),
            "ben person_missing person_missing",
        ),
        ('["follower"]\n', (), "line_unreadable"),
        (
            '[{{"follower": "{ada}", "followed": "{ben}"}},\n{{"followed": "{cleo}"}}]',
            (),
            "ben person_missing",
        ),
        (
            '{{"a.b": "{ada}", "c": ["{ben}"]}}\n{{"a": {{"b": "{ada}"}}, "c": ["{cleo}"]}}',
            PATHS,
            "ben cleo",
        ),
        ('[{{"a.b": "{ada}", "c": ["{ben}"], "note": "x = [1]"}}]', PATHS, "ben"),
        ('{{"n": 2, "all": [{{"a": {{"b": "{ada}"}}, "c": ["{ben}", 1]}}]}}', PATHS, "ben"),
        ('{{"a": {{"b": "{ada}"}},\n"c": ["{ben}"]}}', PATHS, "ben"),
        ('all.ties["2"] =\n[{{"a.b": "{ada}", "c": ["{ben}"]}}];\n', PATHS, "ben"),
    ],
)
def test_a_form(
    imported: Imported,
    database: str,
    people: list[UUID],
    text: str,
    options: tuple[str, ...],
    followed: str,
) -> None:
    """Each line is a follow of Ada's, or is refused."""
    names = dict(zip(("ada", "ben", "cleo"), map(str, people), strict=False)) | {"n": "\n"}
    done = imported("follows", text.format(**names), *[each.format(**names) for each in options])
    expected = followed.split()
    refused = [each for each in expected if each not in names]
    assert done["lines"] == len(expected)
    assert done["refused"] == {each: refused.count(each) for each in refused}
    assert set(
        rows(database, "select follower_id::text, followed_id::text from amity.follows")
    ) == {(names["ada"], names[each]) for each in expected if each in names}


STATUSES = """requester,recipient,requested_at,status
{0},{1},2020-01-01,accepted
{0},{2},2020-01-02,Pending
{0},{3},2020-01-03,rejected
{0},{4},2020-01-04,
{0},{5},,
{6},{0},,pending
{0},{6},,pending
"""


def test_connections_and_requests_at_once(
    imported: Imported, database: str, people: list[UUID]
) -> None:
    done = imported("connections", STATUSES.format(*people))
    assert (done["imported"], done["refused"]) == (5, {"not_accepted": 2})
    assert rows(
        database,
        "select recipient_id, status::text, extract(day from responded_at at time zone 'UTC')::int"
        " from amity.connections where requested_at < '2021-01-01' order by requested_at",
    ) == [(people[1], "accepted", 1), (people[2], "pending", None)]
    assert rows(
        database,
        "select action::text, cause::text from amity_private.connections_history"
        f" where requester_id = '{people[6]}' order by entry",
    ) == [("requested", "import"), ("accepted", "crossing")]


@pytest.mark.parametrize("mapped", ["followed=friend", "created_at=sinse"])
@pytest.mark.parametrize("ending", ["csv", "jsonl", "json"])
def test_a_misspelt_map(
    amity: Amity, database: str, people: list[UUID], tmp_path: Path, ending: str, mapped: str
) -> None:
    file = tmp_path / f"ties.{ending}"
    tie = {"follower": str(people[0]), "followed": str(people[1]), "since": {"day": "2020-01-01"}}
    texts = {
        "csv": f"follower,followed,since.day\n{people[0]},{people[1]},2020-01-01\n",
        "jsonl": f"{json.dumps(tie)}\n" * 3,
        "json": json.dumps([tie], indent=1),
    }
    file.write_text(texts[ending])
    done = amity("import", "follows", str(file), database, "--map", mapped)
    assert (done.exit_code, done.stdout) == (1, "")
    wrong = mapped.partition("=")[2]
    assert f"no column '{wrong}'; there is: 'follower" in done.stderr
    assert "since.day" in done.stderr


def test_a_column_that_the_first_lines_do_not_have(
    imported: Imported, database: str, people: list[UUID]
) -> None:
    ada, ben, cleo, *_ = map(str, people)
    lines = [{"follower": ada, "followed": ben}] * 3
    lines += [{"follower": ada, "followed": cleo, "since": "2020-01-01"}]
    text = "\n".join(map(json.dumps, lines))
    done = imported("follows", text, "--map", "created_at=since")
    assert (done["imported"], done["refused"]) == (2, {"already_following": 2})


def test_names_of_elsewhere(
    amity: Amity, database: str, people: list[UUID], tmp_path: Path
) -> None:
    """A name that the file does not have is refused, even if it is the key of a person."""
    ada, ben, cleo, *_ = map(str, people)
    meant, file, report = tmp_path / "people", tmp_path / "ties", tmp_path / "refused.csv"
    meant.write_text(f"name;person\n\n@ben@a.example ; {ben}\n@zoe;{ben[:-1]}\n")
    file.write_text(f"followed\n@ben@a.example\n{cleo}\n@zoe\n")
    command = ("import", "follows", str(file), database, "--as", ada, "--people", str(meant))
    done = said(amity(*command, "--json", "--report", str(report)))
    assert (done["imported"], done["refused"]) == (1, {"person_not_found": 2})
    assert report.read_text().splitlines()[1].startswith(f"3,person_not_found,{ada},{cleo},,")

    meant.write_text("name,person\nben\n")
    done_again = amity(*command)
    assert done_again.exit_code == 1
    assert "line 2 does not have two columns." in done_again.stderr


def test_a_person_that_is_none(amity: Amity, database: str, tmp_path: Path) -> None:
    file = tmp_path / "ties"
    file.write_text("followed\nx\n")
    report = tmp_path / "refused.csv"
    command = ("import", "follows", str(file), database, "--report", str(report))
    done = amity(*command, "--as", "zoe")
    assert (done.exit_code, done.stdout, report.exists()) == (1, "", False)
    assert "No person has the id or key zoe." in done.stderr


def test_more_is_skipped_than_there_is(amity: Amity, database: str, tmp_path: Path) -> None:
    file = tmp_path / "ties"
    file.write_text("follower,followed\n1,2\n")
    done = amity("import", "follows", str(file), database, "--skip", "2")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "ties is empty." in done.stderr


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (("--query", "select 1", "--skip", "1"), "--skip and --no-header are for files"),
        (("--query", "select 1", "--no-header"), "--skip and --no-header are for files"),
        (("--skip", "-1", "x"), "greater than or equal to 0"),
        (("--undo", "x"), "--undo takes"),
        (("--undo", "x", "postgresql:///y"), "--undo takes"),
    ],
)
def test_options_that_make_no_sense(amity: Amity, options: tuple[str, ...], why: str) -> None:
    done = amity("import", "follows", *options, env={"DATABASE_URL": "postgresql:///y"})
    assert done.exit_code == 2
    assert why in word(done.stderr)
