"""What all kinds ask is asked in one way: the TTL of a request, and a block of two people."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

SQL = Path(__file__).parents[2] / "sql"

# Where another spelling stands, and why. These lists may only shrink.
TTL_ELSEWHERE = {
    "connections/is_open.sql": "decides",
    "connections/settings.sql": "brings the setting",
    "connections/connection_requests.sql": "lists many: takes the moment once; shows it as well",
    "connections/pages.sql": "lists many: takes the moment once; shows it as well",
    "friendships/view.sql": "lists many: takes the moment once",
    "suggestions/suggest.sql": "lists many: takes the moment once",
    "connections/write_requests.sql": "shows when a request will expire",
    "connections/tidy.sql": "reads all of them: takes the moment once",
    "counts/site_counts.sql": "reads all of them: takes the moment once",
}
BLOCKS_ELSEWHERE = {
    "foundation/tie.macro": "looks for a block across any of all rows, to verify",
    "circles/verify.sql": "looks for a block across any of all rows, to verify",
    "badges/leaderboard.sql": "leaves out the blocked of many people at once",
    "circles/count_people.sql": "leaves out the blocked of many people at once",
    "circles/seen.sql": "leaves out the blocked of many people at once",
    "suggestions/suggest.sql": "leaves out the blocked of many people at once",
    "imports/judge.sql": "judges many lines at once",
}

TTL = re.compile(r"requests_open_after|request_ttl|requested_at\s*[<>]=?(?!\s*responded_at)")
# both columns, each compared with more than one thing
BLOCKER = re.compile(r"blocker_id\s*=\s*(\S+)|select blocker_id from")
BLOCKED = re.compile(r"blocked_id\s*=\s*(\S+)|select blocked_id from")
PAIRS = re.compile(
    r"\(\s*(?:blocks\.)?blocker_id,\s*(?:blocks\.)?blocked_id\)\s*in|in \(\(blocker_id"
)


def asks_both_ways(text: str) -> bool:
    """Whether a file looks for a block of one by the other and of the other by the one."""
    if PAIRS.search(text):
        return True
    return len({*BLOCKER.findall(text)}) > 1 and len({*BLOCKED.findall(text)}) > 1


def sources() -> dict[str, str]:
    """Every piece of SQL, without its comments."""
    return {
        str(path.relative_to(SQL)): re.sub(r"--.*", "", path.read_text())
        for path in sorted(SQL.rglob("*"))
        if path.suffix in {".sql", ".macro"}
    }


def test_the_ttl_of_a_request_is_decided_in_one_place() -> None:
    """Everything else asks is_open(requested_at)."""
    found = {name for name, text in sources().items() if TTL.search(text)}
    assert found == {*TTL_ELSEWHERE}


def test_a_block_between_two_people_is_asked_for_in_one_way() -> None:
    """Everything outside of sql/blocks asks is_blocked_either_way(one, other)."""
    found = {
        name
        for name, text in sources().items()
        if not name.startswith("blocks/") and asks_both_ways(text)
    }
    assert found == {*BLOCKS_ELSEWHERE}


@pytest.mark.parametrize(
    ("text", "both"),
    [
        ("where blocker_id = one and blocked_id = other", False),
        ("where blocker_id = a and blocked_id = b or blocker_id = b and blocked_id = a", True),
        ("where (blocker_id, blocked_id) in ((one, other), (other, one))", True),
    ],
)
def test_both_ways_are_recognised(text: str, both: bool) -> None:
    """Or the rule above would hold of nothing."""
    assert asks_both_ways(text) is both
