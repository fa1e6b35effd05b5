"""`amity invite`: what it prints, draws and writes, and how it says no."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import psycopg
import pytest
import segno
from python.ways import People
from typer.testing import CliRunner, Result

from amity import invites
from amity.command import app
from amity.speaking import speaking_as

SITE = "https://example.org/i/{token}"


def amity(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["invite", *map(str, arguments)])


def redeem(database: str, people: People, token: str) -> str:
    with psycopg.connect(database) as conn, speaking_as(conn, people.ben):
        return invites.redeem(token).on(conn).status


def test_link(database: str, people: People) -> None:
    done = amity("link", database, "--as", people.ada, "--to", SITE, "--uses", 3, "--minutes", 90)
    assert done.exit_code == 0, done.output
    first, second = done.stdout.splitlines()
    assert first.startswith("https://example.org/i/")
    assert second.startswith("Can be redeemed 3 times, until ")
    assert redeem(database, people, first.removeprefix("https://example.org/i/")) == "accepted"


@pytest.mark.parametrize(
    ("options", "often"), [((), "once"), (("--any-number",), "any number of times")]
)
def test_how_often(database: str, people: People, options: tuple[str, ...], often: str) -> None:
    """A link is not handed on to the whole world unless its issuer says so."""
    done = amity("link", database, "--as", people.ada, *options)
    assert f"Can be redeemed {often}, until " in done.stdout


def test_qr(database: str, people: People, tmp_path: Path) -> None:
    """What is drawn, on the terminal and in the file, is the link that opens it."""
    svg = tmp_path / "code.svg"
    done = amity("qr", database, "--as", people.ada, "--to", SITE, "--svg", svg, "--request")
    assert done.exit_code == 0, done.output
    *drawn, link, notice = done.stdout.splitlines()
    assert notice.startswith("Can be redeemed once, until ")
    code = segno.make(link, micro=False)
    assert len(drawn) == (code.symbol_size()[1] + 1) // 2
    assert set("".join(drawn)) <= set("█▀▄ \x1b[0123456789;m")
    path = ET.parse(svg).find("{http://www.w3.org/2000/svg}path")
    expected = tmp_path / "expected.svg"
    code.save(str(expected), kind="svg", scale=8)
    wanted = ET.parse(expected).find("{http://www.w3.org/2000/svg}path")
    assert path is not None
    assert wanted is not None
    assert path.attrib["d"] == wanted.attrib["d"]
    assert redeem(database, people, link.removeprefix("https://example.org/i/")) == "pending"


def test_json(database: str, people: People) -> None:
    for medium in ("qr", "link"):
        done = amity(medium, database, "--as", people.ada, "--to", SITE, "--note", "door", "--json")
        said = json.loads(done.stdout)
        assert said["link"] == SITE.format(token=said["token"])
        assert (said["medium"], said["kind"], said["note"]) == (medium, "connect", "door")
    listed = json.loads(amity("list", database, "--as", people.ada, "--json").stdout)["invites"]
    assert [each["medium"] for each in listed] == ["link", "qr"]
    assert "token" not in listed[0]


def test_list_and_revoke(database: str, people: People) -> None:
    amity("link", database, "--as", people.ada, "--note", "for the choir")
    done = amity("list", database, "--as", people.ada)
    assert "for the" in done.stdout
    (listed,) = json.loads(amity("list", database, "--as", people.ada, "--json").stdout)["invites"]
    done = amity("revoke", listed["id"], database, "--as", people.ada)
    assert done.stdout == f"Revoked: {listed['id']}, redeemed 0 times.\n"
    done = amity("revoke", listed["id"], database, "--as", people.ada)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("Invite not found.\n")


def test_a_key_of_the_host(database: str, people: People) -> None:
    with psycopg.connect(database) as conn:
        conn.execute(
            "update amity.people set host_key = 'ada@example.org' where id = %s", [people.ada]
        )
    done = amity("link", database, "--as", "ada@example.org")
    assert redeem(database, people, done.stdout.splitlines()[0]) == "accepted"


def test_what_cannot_be(database: str, people: People, tmp_path: Path) -> None:
    for said, arguments in (
        ("No person has the id or key zoe.\n", ("link", database, "--as", "zoe")),
        ("This invite cannot be issued.\n", ("qr", database, "--as", people.ada, "--minutes", 6)),
        ("This invite cannot be issued.\n", ("link", database, "--as", people.ada, "--uses", 0)),
        ("https://a has no place", ("link", database, "--as", people.ada, "--to", "https://a")),
        ("No database was named.", ("link", "--as", people.ada)),
    ):
        done = amity(*arguments)
        assert (done.exit_code, done.stdout) == (1, ""), done.output
        assert done.stderr.startswith(said)
        assert done.stderr.count("\n") == 2
    # what could not be written was never issued
    done = amity("qr", database, "--as", people.ada, "--svg", tmp_path / "missing" / "code.svg")
    assert done.stderr.startswith("The code could not be written: ")
    with psycopg.connect(database) as conn:
        assert conn.execute("select count(*) from amity.invites").fetchone() == (0,)


def test_a_number_and_any_number(database: str, people: People) -> None:
    for uses in (1, 3):
        done = amity("link", database, "--as", people.ada, "--uses", uses, "--any-number")
        assert done.exit_code == 2
        assert "Give --uses or --any-number, not both." in done.stderr
    assert json.loads(amity("list", database, "--as", people.ada, "--json").stdout) == {
        "invites": []
    }


def test_who_is_asked_for() -> None:
    for command, meant in (("link", "Who invites:"), ("list", "Whose"), ("revoke", "Whose")):
        assert meant in amity(command, "--help").stdout


def test_where_amity_is_not(empty_database: str) -> None:
    done = amity("link", empty_database, "--as", "ada")
    assert done.exit_code == 1
    assert done.stderr.startswith("Amity is not installed: ")
    assert done.stderr.endswith("\n`amity up` applies it.\n")


def test_without_the_library(
    database: str, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "segno", None)
    done = amity("qr", database, "--as", people.ada)
    assert done.exit_code == 1
    assert "pip install '.[qr]'" in done.stderr
    assert amity("link", database, "--as", people.ada).exit_code == 0
