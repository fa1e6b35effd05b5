"""A refusal of a kind that was not imported yet still becomes its exception."""

from __future__ import annotations

import subprocess
import sys

import pytest

FRESH = """
import sys
import psycopg
from amity.calls import nothing
from amity.refusals import Refusal

assert sys.argv[2] not in Refusal.by_slug, "imported too early"
try:
    with psycopg.connect(sys.argv[1]) as conn:
        nothing("select amity_private.refuse(%s, 'one', 'two')", sys.argv[2]).on(conn)
except Refusal as refusal:
    print(f"{type(refusal).__module__}.{type(refusal).__name__}")
"""


@pytest.mark.parametrize(
    ("slug", "name"),
    [
        ("not_blocked", "amity.blocks.NotBlocked"),
        ("not_pending", "amity.connections.NotPending"),
        ("not_following", "amity.follows.NotFollowing"),
        ("not_dismissed", "amity.suggestions.NotDismissed"),
        ("key_changed", "amity.people.KeyChanged"),
        ("setting_invalid", "amity.settings.SettingInvalid"),
        ("sync_used_up", "amity.sync_connections.refusals.SyncUsedUp"),
    ],
)
def test_only_calls_imported(slug: str, name: str, database: str) -> None:
    said = subprocess.run(
        [sys.executable, "-W", "error", "-c", FRESH, database, slug],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (said.stdout.strip(), said.stderr) == (name, "")
