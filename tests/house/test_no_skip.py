"""A test that was skipped has shown nothing: it fails."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from house.conftest import ALONE


@pytest.mark.parametrize(
    "text",
    [
        "def test(): pytest.skip('no database')",
        "@pytest.mark.skip(reason='no database')\ndef test(): pass",
        "@pytest.mark.xfail(reason='no database', strict=False)\ndef test(): assert False",
        "@pytest.fixture\ndef conn(): pytest.skip('no database')\ndef test(conn): pass",
        "pytest.skip('no database', allow_module_level=True)",
        "@pytest.mark.parametrize('a', [])\ndef test(a): 'no database'",
    ],
)
def test_a_skip_is_a_failure(text: str, tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(f"import pytest\n\n{text}\n\ndef test_fine(): pass\n")
    inner = subprocess.run(
        [sys.executable, "-m", "pytest", "-psupport.no_skip", "-pno:cacheprovider", tmp_path],
        env=ALONE,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert inner.returncode in (1, 2), inner.stdout
    assert "Nothing may be skipped here" in inner.stdout
    assert " skipped" not in inner.stdout.splitlines()[-1]
