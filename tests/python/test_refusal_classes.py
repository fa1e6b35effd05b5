"""One exception for each slug of the database, with its status, message and hint as said."""

from __future__ import annotations

from typing import Any, LiteralString

import psycopg
import pytest
from python.ways import OWNER, Way

from amity.calls import nothing
from amity.errors import InvalidInput, NotAllowed, NotInstalledError, ReadOnly, Refusal

PYTHON_ONLY = {"invalid_input", "not_allowed", "read_only"}


def of_amity(base: type[Refusal] = Refusal) -> list[type[Refusal]]:
    """Every refusal that the package declares, however deep."""
    return [
        found
        for child in base.__subclasses__()
        for found in (child, *of_amity(child))
        if found.__module__.startswith("amity.")
    ]


def test_slugs_and_classes_are_one_to_one(conn: psycopg.Connection[tuple[str]]) -> None:
    slugs = [slug for (slug,) in conn.execute("select slug from amity_private.refusals")]
    assert sorted(child.slug for child in of_amity()) == sorted([*slugs, *PYTHON_ONLY])


def test_classes_are_named_for_their_slug() -> None:
    for child in of_amity():
        assert child.__name__ == child.slug.title().replace("_", "")
        assert Refusal.by_slug[child.slug] is child


def test_each_is_in_the_errors_of_its_kind() -> None:
    for child in of_amity():
        assert child.__module__.split(".")[-1] in {"errors", "refusals"}


def test_every_refusal_arrives_intact(way: Way) -> None:
    rows = way.rows(
        OWNER,
        "select slug, status, format(message, 'one', 'two', 'three'),"
        " format(hint, 'one', 'two', 'three') from amity_private.refusals",
    )
    assert len(rows) > 40
    for slug, status, message, hint in rows:
        with pytest.raises(Refusal) as caught:
            way.run(
                OWNER,
                nothing("select amity_private.refuse(%s, 'one', 'two', 'three')", slug),
            )
        refusal = caught.value
        assert type(refusal) is Refusal.by_slug[slug]
        assert (refusal.slug, refusal.status) == (slug, status)
        assert (refusal.message, refusal.hint, str(refusal)) == (message, hint, message)


RAISE = """
do $$ begin
  raise exception using errcode = 'PT418', message = 'No tea',
    detail = 'from_tomorrow', hint = 'Wait.';
end $$
"""


def test_slug_of_a_newer_database(way: Way) -> None:
    """A refusal that this version does not know is still one, with everything it says."""
    with pytest.raises(Refusal) as caught:
        way.run(OWNER, nothing(RAISE))
    refusal = caught.value
    assert type(refusal) is Refusal
    assert (refusal.slug, refusal.status) == ("from_tomorrow", 418)
    assert (refusal.message, refusal.hint) == ("No tea", "Wait.")
    assert Refusal.slug == "refused"


@pytest.mark.parametrize(
    ("statement", "wanted", "status"),
    [
        ("select 'nonsense'::uuid", InvalidInput, 400),
        ("select 1 / 0", InvalidInput, 400),
        ("truncate amity.blocks", NotAllowed, 403),
        (
            "do 'begin set local transaction_read_only = on; delete from amity.follows; end'",
            ReadOnly,
            405,
        ),
    ],
)
def test_what_postgres_itself_refuses(
    statement: LiteralString, wanted: type[Refusal], status: int, way: Way
) -> None:
    with pytest.raises(wanted) as caught:
        way.run(None, nothing(statement))
    assert caught.value.slug == wanted.slug
    assert caught.value.status == status
    assert caught.value.hint


@pytest.mark.parametrize(
    "statement", ["select * from amity.follow(gen_random_uuid())", "select from amity.follows"]
)
async def test_where_amity_is_not(statement: LiteralString, empty_database: str) -> None:
    with psycopg.connect(empty_database) as conn, pytest.raises(NotInstalledError) as caught:
        nothing(statement).on(conn)
    assert "not installed in this database" in str(caught.value)
    assert caught.value.slug == "not_installed"
    assert "`amity up`" in caught.value.hint
    async with await psycopg.AsyncConnection.connect(empty_database) as aconn:
        with pytest.raises(NotInstalledError):
            await nothing(statement).on(aconn)


def test_where_amity_is_older(conn: psycopg.Connection[Any]) -> None:
    with conn.transaction(force_rollback=True):
        conn.execute("drop table amity.notifications cascade")
        with pytest.raises(NotInstalledError, match="older than this package"):
            nothing("select from amity.notifications").on(conn)


def test_what_is_no_refusal_stays_what_it_is(way: Way) -> None:
    with pytest.raises(psycopg.errors.UndefinedTable):
        way.run(OWNER, nothing("select from nowhere"))
