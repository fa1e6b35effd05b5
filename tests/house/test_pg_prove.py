"""The same pgTAP files, through pgTAP's own runner: it and ours have to agree that all is well."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from psycopg.conninfo import conninfo_to_dict
from support import tap
from support.clusters import Cluster

TESTS = Path(__file__).parents[1]


@pytest.mark.postgres(15)  # where pgTAP is at home
def test_pg_prove_passes_every_file(server: Cluster, tap_database: str) -> None:
    pg_prove = shutil.which("pg_prove")
    assert pg_prove, "pg_prove is not installed: libtap-parser-sourcehandler-pgtap-perl"
    files = sorted(path for path in TESTS.rglob("*.sql") if tap.is_test(path))
    assert files
    where = conninfo_to_dict(tap_database)  # by the environment: it does not pass a URL on
    # One database for all of them: what a file leaves behind disturbs the next one.
    proof = subprocess.run(
        [pg_prove, "--psql-bin", server.bindir / "psql", *files],
        env={
            "PGHOST": str(where["host"]),
            "PGPORT": str(where["port"]),
            "PGUSER": str(where["user"]),
            "PGDATABASE": str(where["dbname"]),
            "PGOPTIONS": tap.SEARCH_PATH,
            "PATH": "/usr/bin:/bin",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert proof.returncode == 0, proof.stdout
    assert f"Files={len(files)}," in proof.stdout
    assert "Result: PASS" in proof.stdout
