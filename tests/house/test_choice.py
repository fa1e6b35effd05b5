"""`tests/run` holds what is quick, on the newest Postgres; `tests/run --all` all, on each."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from house.conftest import ALONE

TESTS = Path(__file__).parents[1]
FILE = """
import pytest
pytestmark = pytest.mark.parametrize("server", [15, 18], ids="pg{}".format)

def test_usual(server): pass

@pytest.mark.deep
def test_deep(server): pass

@pytest.mark.postgres(15)
def test_old(server): pass

@pytest.mark.once
def test_alike(server): pass

@pytest.mark.parametrize("n", [1, pytest.param(2, marks=pytest.mark.deep)])
def test_some(server, n): pass
"""
SHORT = {"usual[pg18]", "old[pg15]", "alike[pg18]", "some[1-pg18]"}


@pytest.mark.parametrize(
    ("asked", "chosen"),
    [
        ((), SHORT),
        (
            ("--all",),
            SHORT
            | {"deep[pg18]", "some[2-pg18]"}
            | {"usual[pg15]", "deep[pg15]", "some[1-pg15]", "some[2-pg15]"},
        ),
        (("--postgres", "15"), {"usual[pg15]", "old[pg15]", "alike[pg15]", "some[1-pg15]"}),
        (("--postgres", "18"), {"usual[pg18]", "alike[pg18]", "some[1-pg18]"}),
        (("test_it.py::test_deep",), {"deep[pg18]"}),
    ],
)
def test_what_is_chosen(asked: tuple[str, ...], chosen: set[str], tmp_path: Path) -> None:
    assert set(collected(asked, tmp_path)) == chosen


def test_what_is_deep_goes_first(tmp_path: Path) -> None:
    names = collected(("--all",), tmp_path)
    assert {*names[:4]} == {"deep[pg15]", "deep[pg18]", "some[2-pg15]", "some[2-pg18]"}


def collected(asked: tuple[str, ...], tmp_path: Path) -> list[str]:
    (tmp_path / "test_it.py").write_text(FILE)
    inner = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--collect-only", "-p", "support.choice", *asked],
        env=ALONE,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    return [line.partition("::test_")[2] for line in inner.stdout.splitlines() if "::" in line]


@pytest.mark.parametrize("asked", ["folows", "tests/follows/folow.sql"])
def test_a_kind_or_file_that_is_not_there_is_named(asked: str) -> None:
    done = subprocess.run([TESTS / "run", asked], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"there is no kind and no file {asked}" in done.stderr
