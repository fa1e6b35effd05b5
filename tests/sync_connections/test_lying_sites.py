"""A site that lies or is broken does no harm: a sentence, and nothing is written."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from sync_connections.lying import (
    COLUMN,
    COLUMNS,
    OFFER,
    PAGE,
    REFUSED,
    TABLE,
    Answers,
    always,
    lying,
    page,
    records,
    told,
)
from sync_connections.pair import Pair

from amity.sync_connections.receiver import Secrets
from amity.sync_connections.receiver.errors import InvalidResponseError

pytestmark = pytest.mark.postgres(18)  # nothing here is the server's


def test_an_honest_one(alone: Pair) -> None:
    received = told(alone, always(PAGE))
    assert received.problem is None
    assert alone.rows(alone.here, "public.things") == ["(1,one)", "(2,)"]


STRANGE: dict[str, Any] = {
    "no object": [],
    "a number": 7,
    "null": None,
    "a text": "allowed",
    "fields are missing": {"allowed": True},
    "a field too many": page(extra=1),
    "allowed is a text": page(allowed="yes"),
    "allowed is null": page(allowed=None),
    "no columns": page(columns=[]),
    "columns are null": page(columns=None),
    "columns are a text": page(columns="id"),
    "a column is a text": page(columns=["id", "name"]),
    "a column has no name": page(columns=[{**COLUMN, "key": 1}, COLUMNS[1]]),
    "a column's name is a number": page(columns=[{**COLUMNS[0], "name": 7}, COLUMNS[1]]),
    "a column's name is long": page(columns=[{**COLUMNS[0], "name": "x" * 1000}, COLUMNS[1]]),
    "a column is there twice": page(columns=[COLUMNS[0], {**COLUMNS[1], "name": "id"}]),
    "too many columns": page(columns=[{**COLUMNS[1], "name": f"c{n}"} for n in range(2000)]),
    "a type is no text": page(columns=[{**COLUMNS[0], "type": None}, COLUMNS[1]]),
    "no key": page(columns=[{**COLUMNS[0], "key": None}, COLUMNS[1]]),
    "a key of texts": page(columns=[{**COLUMNS[0], "key": "1"}, COLUMNS[1]]),
    "a key with holes": page(columns=[{**COLUMNS[0], "key": 2}, COLUMNS[1]]),
    "a key below one": page(columns=[{**COLUMNS[0], "key": -1}, COLUMNS[1]]),
    "a column does not say its key": page(
        columns=[COLUMNS[0], {**COLUMN, "name": "name", "type": "text"}]
    ),
    "a column's name is no text": page(columns=[COLUMNS[0], {**COLUMNS[1], "name": "\ud800"}]),
    "a type is no text that Postgres has": page(
        columns=[{**COLUMNS[0], "type": "integer\0"}, COLUMNS[1]]
    ),
    "a key is no text": records(["a\0", "one"]),
    "a value is half of a character": records(["1", "\ud800"]),
    "a key is no text that Postgres has": records(["1", "one"], ["2\0", "two"]),
    "records are null": page(records=None),
    "records are an object": page(records={"1": "one"}),
    "a record is a text": records("one", "two"),
    "a record is short": records(["1"], ["2"]),
    "a record is long": records(["1", "x", "y"]),
    "a value is a number": records([1, "one"]),
    "a value is an object": records(["1", {"a": 1}]),
    "a value is a list": records(["1", ["x"]]),
    "a value is a truth": records(["1", True]),
    "a key is null": records([None, "one"], ["2", "two"]),
    "a key is there twice": records(["1", "one"], ["1", "two"]),
    "another number of records": page(record_count=3),
    "no number of records": page(record_count=None),
    "reached is elsewhere": page(reached=["9"]),
    "reached is null": page(reached=None),
    "reached is of another shape": page(reached="2"),
    "is_last is null": page(is_last=None),
    "is_last is a text": page(is_last="no"),
    "nothing, and not the last": page(records=[], record_count=0, reached=None, is_last=False),
    "a transfer that is no id": page(transfer_id="'; drop table public.things; --"),
    "no transfer": page(transfer_id=None),
    "a transfer of another type": page(transfer_id={"id": 1}),
    "a refusal without a reason": REFUSED,
    "a refusal whose reason is a list": {**REFUSED, "slug": ["x"]},
    "more records than were asked for": records(*([str(n), "x"] for n in range(11))),
    "no JSON": b"<html>",
    "nothing at all": b"",
    "half a JSON": json.dumps(PAGE)[:-5].encode(),
    "a deep JSON": b"[" * 100_000 + b"]" * 100_000,
    "a huge number": b"9" * 10_000,
    "no UTF-8": b'{"allowed": "\xff"}',
    "packed": (200, gzip.compress(json.dumps(PAGE).encode()), {"Content_Encoding": "gzip"}),
    "an error": (500, {"code": "XX000", "message": "internal", "details": None, "hint": None}, {}),
    "an error that is a list": (404, [], {}),
    "an error that is no JSON": (502, b"Bad gateway", {}),
}


@pytest.mark.parametrize("lie", STRANGE)
def test_a_strange_answer(lie: str, untouched: Pair) -> None:
    received = told(untouched, always(STRANGE[lie]), page=10)
    assert isinstance(received.problem, InvalidResponseError), received.problem
    assert received.problem.hint
    assert received.receipt is None


def test_what_is_compressed_is_not_unpacked(untouched: Pair) -> None:
    packed = (200, gzip.compress(json.dumps(PAGE).encode()), {"Content-Encoding": "gzip"})
    received = told(untouched, always(packed))
    assert "it is compressed, which was not requested" in str(received.problem)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_elsewhere_is_never_asked(status: int, untouched: Pair) -> None:
    asked: list[str] = []

    def honest(name: str, body: dict[str, Any]) -> Any:
        asked.append(name)
        return PAGE

    with lying(honest) as other:
        received = told(untouched, always((status, b"", {"Location": f"{other}/rpc/sync_pull"})))
    assert isinstance(received.problem, InvalidResponseError)
    assert "it is a redirect" in str(received.problem)
    assert asked == []


# --- lies that need more than one page ---


def endless(records_at: Callable[[int], list[str | None]]) -> Answers:
    """Never the last page; each has one record."""
    asked = iter(range(100))  # then nothing more is answered, and the test fails instead of hanging

    def answers(name: str, body: dict[str, Any]) -> Any:
        return records(records_at(next(asked)), is_last=False)

    return answers


@pytest.mark.parametrize(
    "lie", [lambda n: ["1", "x"], lambda n: [str(n % 3), "x"], lambda n: [str(min(n, 5)), "x"]]
)
def test_over_and_over(lie: Callable[[int], list[str | None]], alone: Pair) -> None:
    received = told(alone, endless(lie))
    assert isinstance(received.problem, InvalidResponseError)
    assert "again and again" in str(received.problem)
    assert len(alone.rows(alone.here, "public.things")) <= 6


def test_an_offer_that_is_none(untouched: Pair) -> None:
    lies: list[Any] = [
        {**OFFER, "tables": None},
        {**OFFER, "tables": "x"},
        {**OFFER, "tables": [7]},
        {**OFFER, "tables": [{"table": ""}]},
        {**OFFER, "tables": [{"table": "x" * 1000}]},
        *(
            {**OFFER, "tables": [{**TABLE, **wrong}]}
            for wrong in (
                *({"estimated_rows": "many"}, {"estimated_rows": -1}, {"columns": None}),
                *({"columns": [{"name": "x"}]}, {"requires_approval": "no"}),
                *({"table": "\ud800"}, {"table": "a\0"}, {"refers_to": "x"}, {"refers_to": [7]}),
            )
        ),
        *(
            {**OFFER, "tables": [{name: TABLE[name] for name in TABLE if name != missing}]}
            for missing in TABLE
        ),
        PAGE,
    ]
    for lie in lies:
        with (
            lying(always(lie)) as url,
            untouched.source(url, Secrets("x")) as source,
            pytest.raises(InvalidResponseError),
        ):
            source.tables()
    with (
        lying(always(page())) as url,
        untouched.source(url, Secrets("x")) as source,
        pytest.raises(InvalidResponseError),
    ):
        source.request("things")


def test_unknown_fields_are_left_out(untouched: Pair) -> None:
    columns = [{**COLUMNS[0], "more": "a\0"}, COLUMNS[1]]
    said = {**OFFER, "tables": [{**TABLE, "columns": columns, "more": {"a": [1]}}]}
    with lying(always(said)) as url, untouched.source(url, Secrets("x")) as source:
        assert msgspec.to_builtins(source.tables().tables) == [TABLE]


def test_its_words_are_only_shown(untouched: Pair) -> None:
    evil = "[red]\x1b[2J\x07\r\n\u202eevil [link=file:///]x[/]" + "y" * 10_000
    said = {**REFUSED, "slug": "sync_not_active", "message": evil, "hint": evil}
    received = told(untouched, always(said))
    assert received.problem
    for words in (str(received.problem), received.problem.hint):
        assert words.startswith("[red]�[2J� �evil [link=file:///]x[/]yyy")
        assert len(words) < 400
        assert words.isprintable()
