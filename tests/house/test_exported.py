"""An export is all that a person sees, and what others keep to themselves does not show in it."""

from __future__ import annotations

import json
import re
from typing import Any

import psycopg
import pytest
from support import world

from amity import accounts
from amity.speaking import as_service

Conn = psycopg.Connection[Any]

ROW = re.compile(
    r"(?<=id\": \")[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{21}"
)  # a person has another version
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.\d]*\+\d\d:\d\d")


def export(conn: Conn, name: str) -> dict[str, list[str]]:
    """What a person is given, each row as text."""
    with as_service(conn):
        given = accounts.export(world.CAST[name]).on(conn)
    return {
        table: sorted(json.dumps(row, sort_keys=True) for row in rows)
        for table, rows in given.items()
    }


def timeless(exported: dict[str, list[str]]) -> dict[str, list[str]]:
    """The same without its moments and the ids of its rows, which differ between two worlds."""
    return {
        name: sorted(ROW.sub("row", MOMENT.sub("then", row)) for row in rows)
        for name, rows in exported.items()
    }


def says(conn: Conn, speaker: str, *statements: str) -> None:
    for statement in statements:
        with conn.transaction():
            world.speak(conn, speaker)
            conn.execute(world.sql(statement).encode())
            world.speak(conn, "owner")


@pytest.mark.parametrize("name", world.CAST)
def test_it_is_all_that_they_see(name: str, lived: Conn) -> None:
    """Every row of every table and history that a plain select shows them, and no other."""
    exposed = {*world.relations(lived, "amity", "rp")}
    exposed |= {view for view in world.relations(lived, "amity", "v") if view.endswith("_history")}
    seen = {}
    for relation in exposed:
        with world.undone(lived):
            world.speak(lived, name)
            try:
                rows = lived.execute(f"select to_jsonb(t) from {relation} as t").fetchall()
            except psycopg.errors.InsufficientPrivilege:
                continue
        seen[relation.removeprefix("amity.")] = sorted(
            json.dumps(row, sort_keys=True) for (row,) in rows
        )
    assert export(lived, name) == seen


def test_it_is_much(lived: Conn) -> None:
    """Every table that a person can read has something in it for Ada: nothing is compared empty."""
    assert [table for table, rows in export(lived, "ada").items() if not rows] == []


@pytest.mark.parametrize("name", ["ben", "cleo", "fay", "gus", "hal"])
def test_no_person_is_named_that_they_do_not_know(name: str, lived: Conn) -> None:
    """Emil, who blocked Ada, and Dora, blocked by her, are in no other person's export."""
    text = str(export(lived, name))
    assert str(world.CAST["emil"]) not in text
    assert str(world.CAST["dora"]) not in text
    assert str(world.CAST["ada"]) in text or name == "cleo"


@pytest.mark.parametrize("name", [each for each in world.CAST if each != "ada"])
def test_a_step_back_shows_nowhere(name: str, lived: Conn) -> None:
    before = export(lived, name)
    with world.undone(lived):
        if name in {"fay", "hal", "ivy"}:
            says(lived, "ada", f"select amity.step_back_from(:{name}, reason => 'tired')")
            assert export(lived, name) == before
            says(lived, "ada", f"select amity.change_step_back(:{name}, '2100-01-01')")
            assert export(lived, name) == before
            says(lived, "ada", f"select amity.return_to(:{name})")
        else:
            says(lived, "ada", "select amity.return_to(:ben)")
        assert export(lived, name) == before
    with as_service(lived):
        assert accounts.export(world.CAST["ada"]).on(lived)["step_backs"]


# How Ada ends what there is between her and another person as people do, before she leaves.
ENDINGS = {
    "ben": (
        "select amity.remove_connection(:ben)",
        "select amity.unfollow(:ben)",
        "select amity.remove_follower(:ben)",
        "select amity.leave_circle(the_circle())",
    ),
    "cleo": (),
    "dora": (),
    "fay": (
        "select amity.remove_connection(:fay)",
        "select amity.remove_from_circle(the_circle(), :fay)",
    ),
    "gus": ("select amity.cancel_connection_request(:gus)",),
    "hal": ("select amity.remove_connection(:hal)", "select amity.leave_circle(the_circle())"),
    "ivy": ("select amity.remove_connection(:ivy)",),
}


@pytest.mark.parametrize("name", ENDINGS)
def test_a_block_looks_like_an_ending(name: str, lived: Conn) -> None:
    """To the last row the same as if Ada had ended it all and had left."""
    with world.undone(lived):
        # Dora is blocked already: here she is so for the second time
        says(lived, "ada", *(["select amity.unblock(:dora)"] if name == "dora" else []))
        says(lived, "ada", f"select amity.block(:{name}, 'secret')")
        blocked = timeless(export(lived, name))
    with world.undone(lived):
        says(lived, "ada", *ENDINGS[name])
        lived.execute("delete from amity.people where id = %s", [world.CAST["ada"]])
        ended = timeless(export(lived, name))
    assert blocked == ended
    assert "secret" not in str(blocked)


def test_blocking_back_shows_nothing(lived: Conn) -> None:
    """Emil, who blocked Ada, has that block still, and not a word more."""
    before = export(lived, "emil")
    says(lived, "ada", "select amity.block(:emil)")
    assert export(lived, "emil") == before


def test_what_would_betray_it_is_seen(lived: Conn) -> None:
    """The comparison is no comparison of nothing: a policy too open, and it differs."""
    lived.execute(
        "create policy peek on amity.step_backs for select to authenticated"
        " using (person_id = (select amity.me()))"
    )
    before = export(lived, "hal")
    says(lived, "ada", "select amity.step_back_from(:hal)")
    assert export(lived, "hal") != before
