"""The types of a client for the tables let through what people may do, and nothing else.

That the file says what the catalog says is held with the pages: test_pages.py.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from psycopg.conninfo import conninfo_to_dict
from readme import client_types
from support.clusters import Cluster
from support.node import MODULES, NODE


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with the packages, our types and what uses them."""
    (tmp_path / "node_modules").symlink_to(MODULES)
    # not as a declaration, in which a mistake would be passed over
    shutil.copy(client_types.PATH, tmp_path / "database.ts")
    for name in ("use_client.ts", "compare_client.ts", "theirs.mjs"):
        shutil.copy(Path(__file__).with_name(name), tmp_path)
    return tmp_path


def check(project: Path, name: str) -> str:
    """What the compiler says."""
    tsc = [NODE, MODULES / "typescript" / "bin" / "tsc", "--noEmit", "--strict", "--skipLibCheck"]
    modules = ["--module", "nodenext", "--moduleResolution", "nodenext", "--noErrorTruncation"]
    done = subprocess.run(
        [*tsc, *modules, name], cwd=project, check=False, capture_output=True, text=True
    )
    return done.stdout + done.stderr


def test_a_use_of_them_compiles(project: Path) -> None:
    """Each line of it that is wrong says so by @ts-expect-error, and has to be."""
    assert check(project, "use_client.ts") == ""


@pytest.mark.postgres(18)
def test_they_are_those_of_supabase_or_better(
    project: Path, database: str, server: Cluster
) -> None:
    name = str(conninfo_to_dict(database)["dbname"])
    env = os.environ | {
        "PGHOST": server.host, "PGPORT": str(server.port), "PGUSER": "postgres", "PGDATABASE": name
    }  # fmt: skip
    theirs = subprocess.run(
        [NODE, "theirs.mjs"], cwd=project, env=env, check=True, capture_output=True, text=True
    )
    (project / "theirs.ts").write_text(theirs.stdout)
    assert check(project, "compare_client.ts") == ""
