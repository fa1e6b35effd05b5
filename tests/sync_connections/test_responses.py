"""Each limit of a response at its edge: what is within it is read, what is beyond it is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sync_connections.lying import COLUMNS, OFFER, PAGE, REFUSED, TABLE

from amity.sync_connections.receiver import responses
from amity.sync_connections.receiver.errors import InvalidResponseError, SiteRefusedError
from amity.sync_connections.receiver.responses import Offer, Page, Shape, load_json

SITE = TABLE["sites"][0]
PLAIN = {**COLUMNS[1], "key": None}


def read(shape: type[Shape], said: dict[str, Any]) -> Shape:
    return responses.read(shape, json.dumps(said).encode())


def offer(**table: Any) -> dict[str, Any]:
    return {**OFFER, "tables": [{**TABLE, **table}]}


def named(count: int) -> list[dict[str, Any]]:
    return [COLUMNS[0], *({**PLAIN, "name": f"c{nth}"} for nth in range(count - 1))]


EDGES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "the name of a table": (offer(table="x" * 300), offer(table="x" * 301)),
    "a name that is empty": (offer(table="x"), offer(table="")),
    "the name of a parent": (offer(refers_to=["x" * 300]), offer(refers_to=[""])),
    "the name of a column": (
        offer(columns=[{**PLAIN, "name": "x" * 252}]),
        offer(columns=[{**PLAIN, "name": "x" * 253}]),
    ),
    "a column without a name": (
        offer(columns=[{**PLAIN, "name": "x"}]),
        offer(columns=[{**PLAIN, "name": ""}]),
    ),
    "a type": (
        offer(columns=[{**PLAIN, "type": "x" * 1000}]),
        offer(columns=[{**PLAIN, "type": "x" * 1001}]),
    ),
    "a position in the key": (
        offer(columns=[{**PLAIN, "key": 1600}]),
        offer(columns=[{**PLAIN, "key": 1601}]),
    ),
    "the first position": (
        offer(columns=[{**PLAIN, "key": 1}]),
        offer(columns=[{**PLAIN, "key": 0}]),
    ),
    "columns": (offer(columns=named(1600)), offer(columns=named(1601))),
    "no column": (offer(columns=[PLAIN]), offer(columns=[])),
    "a column twice": (offer(columns=named(2)), offer(columns=[PLAIN, PLAIN])),
    "sites": (offer(sites=[SITE] * 1000), offer(sites=[SITE] * 1001)),
    "no site": (offer(sites=[SITE]), offer(sites=[])),
    "rows": (offer(estimated_rows=(1 << 62) - 1), offer(estimated_rows=1 << 62)),
    "tables": (
        {**OFFER, "tables": [TABLE] * 100_000},
        {**OFFER, "tables": [TABLE] * 100_001},
    ),
}


@pytest.mark.parametrize("edge", EDGES)
def test_a_limit_of_an_offer(edge: str) -> None:
    within, beyond = EDGES[edge]
    assert read(Offer, within).tables
    with pytest.raises(InvalidResponseError):
        read(Offer, beyond)


def test_a_page_of_a_table_without_a_key() -> None:
    empty = {**PAGE, "records": [], "record_count": 0, "reached": None}
    assert read(Page, empty).records == []
    with pytest.raises(InvalidResponseError):
        read(Page, {**empty, "columns": [PLAIN]})


def test_the_records_of_a_page() -> None:
    page = {**PAGE, "records": [["1", None]] * 100_000, "record_count": 100_000}
    assert read(Page, page).record_count == 100_000
    page = {**page, "records": [["1", None]] * 100_001, "record_count": 100_001}
    with pytest.raises(InvalidResponseError):
        read(Page, page)


@pytest.mark.parametrize("slug", ["", "x" * 101, "\ud800", "a\0"])
def test_the_slug_of_a_refusal(slug: str) -> None:
    with pytest.raises(SiteRefusedError):
        read(Page, {**REFUSED, "slug": "x" * 100})
    with pytest.raises(InvalidResponseError):
        read(Page, {**REFUSED, "slug": slug})
    with pytest.raises(SiteRefusedError) as refused:
        read(Page, {**REFUSED, "slug": "\x1b[2J"})
    assert refused.value.slug == "\N{REPLACEMENT CHARACTER}[2J"


@pytest.mark.parametrize("lists", ["[],", "{},", '"a\\"[",[],'])
def test_a_response_of_nothing_but_lists(lists: str) -> None:
    """Each would take twenty times its bytes of memory."""
    with pytest.raises(InvalidResponseError, match="more than 1,000,000 lists and objects"):
        load_json(f"[{lists * 1_000_001}1]".encode(), object)


def test_brackets_in_values_are_only_text() -> None:
    value = "[{" * 600_000 + '\\"['
    assert load_json(f'[["{value}"]]'.encode(), object) == [[value.replace("\\", "")]]
