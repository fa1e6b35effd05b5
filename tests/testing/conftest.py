"""Projects that use the pytest plugin, each in a directory and a process of its own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from support.clusters import Cluster
from support.patience import PATIENCE

from amity import testing

PAGE = (Path(testing.__file__).parent / "README.md").read_text()


# Whatever warns fails. pytest-pgtap would skip what it finds.
INI = """
[pytest]
addopts = -p no:pgtap -p no:cacheprovider
asyncio_default_fixture_loop_scope = function
asyncio_mode = auto
filterwarnings = error
"""


def snippet(language: str, name: str = "", after: str = "") -> str:
    """The first code block of the page in that language, in the file of that name."""
    first = f"# {re.escape(name)}\n" if name else ""
    page = PAGE[PAGE.index(after) :]
    blocks = re.findall(rf"^```{language}\n({first}.*?)^```", page, re.DOTALL | re.MULTILINE)
    return str(blocks[0])


@dataclass
class Project:
    """Tests that a host has written."""

    home: Path

    def write(self, **files: str) -> None:
        """Make files, named without their ending: Python, but for `schema`, which is SQL."""
        for stem, text in files.items():
            (self.home / f"{stem}.{'sql' if stem == 'schema' else 'py'}").write_text(text)

    def test(self, *arguments: str, url: str = "") -> str:
        """What pytest says about them, and its exit code."""
        return self.run("-m", "pytest", *arguments, url=url)

    def run(self, *arguments: str, url: str = "") -> str:
        """What Python says, and its exit code."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=self.home,
            env={
                "PATH": os.environ["PATH"],
                "HOME": str(self.home),
                "PYTHONPATH": str(self.home),
                "PYTHONDONTWRITEBYTECODE": "1",
                **({"AMITY_TEST_URL": url} if url else {}),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        return f"{done.stdout}\nexit code {done.returncode}"


@pytest.fixture
def project() -> Iterator[Project]:
    """An empty project, in a directory where other users may pass: pytest's own is closed."""
    home = Path(tempfile.mkdtemp(prefix="amity-project-"))
    home.chmod(0o755)
    # the root of pytest, and no warning passes
    (home / "pytest.ini").write_text(INI)
    yield Project(home)
    shutil.rmtree(home)


@pytest.fixture
def server_url(server: Cluster) -> Iterator[str]:
    """The URL of a server under test, on which nothing is left."""

    def databases() -> list[str]:
        rows = server.admin.execute(
            "select datname from pg_database where datname like 'amity_test%'"
        )
        return [name for (name,) in rows]

    yield server.url()
    assert databases() == []
