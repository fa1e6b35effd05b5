"""A run says from the first line on where it is, and names what fails at once."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from house.conftest import ALONE

FILE = """
import pytest
@pytest.mark.parametrize("n", range(100))
def test(n): assert n != 7
@pytest.fixture
def broken(): raise RuntimeError
def test_more(broken): pass
"""


@pytest.mark.parametrize("workers", ["0", "2"])
def test_what_is_said_in_a_pipe(workers: str, tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(FILE)
    inner = subprocess.run(
        [sys.executable, "-m", "pytest", "-pxdist.plugin", "-psupport.progress", f"-n{workers}"],
        env=ALONE,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    lines = inner.stdout.splitlines()
    assert lines[0].startswith("collecting the tests, 0:")
    assert "FAILED test_it.py::test[7]" in lines
    assert "FAILED test_it.py::test_more" in lines
    said = [line for line in lines if re.match(r" *\d+%, \d+ of 101 tests, ", line)]
    assert said[0].startswith("  0%, 0 of 101 tests, ")
    assert said[-1].startswith("100%, 101 of 101 tests, 2 failed, ")
    assert "about 0:00 left, test_it.py" in said[-1]
    assert re.search(r"1 failed, 99 passed, 1 error in [\d.]+s", lines[-1])


def test_minus_v_is_pytests_own(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text("def test(): pass\n")
    inner = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "support.progress", "-v"],
        env=ALONE,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "test_it.py::test PASSED" in inner.stdout
    assert "1 of 1 tests" not in inner.stdout
