"""pgTAP files through pgTAP's own runner, as tests/README.md says: it has to agree with ours."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from psycopg.conninfo import conninfo_to_dict
from support.clusters import Cluster

from amity.command import _pgtap

TESTS = Path(__file__).parents[1]
ROOT = TESTS.parent
KINDS = ("foundation", "blocks", "house")  # a quarter of all files: 44 seconds are for all of them


@pytest.mark.postgres(15)  # where pgTAP is at home
def test_pg_prove_passes_them_too(server: Cluster, database: str) -> None:
    (commands,) = re.findall(
        r"^```sh\n(psql -qc 'create schema tap'.*?)^```",
        (TESTS / "README.md").read_text(),
        re.DOTALL | re.MULTILINE,
    )
    assert "find tests -name" in commands
    chosen = " ".join(f"tests/{kind}" for kind in KINDS)
    commands = commands.replace("find tests -name", f"find {chosen} -name")
    where = conninfo_to_dict(database)
    # One database for all of them: what a file leaves behind disturbs the next one.
    proof = subprocess.run(
        ["/bin/sh", "-e", "-c", commands],
        cwd=ROOT,
        env={
            "PGHOST": str(where["host"]),
            "PGPORT": str(where["port"]),
            "PGUSER": str(where["user"]),
            "PGDATABASE": str(where["dbname"]),
            "PATH": f"{server.bindir}:/usr/bin:/bin",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    files = [
        path for kind in KINDS for path in (TESTS / kind).rglob("*.sql") if _pgtap.is_test(path)
    ]
    assert files
    assert proof.returncode == 0, proof.stdout
    assert f"Files={len(files)}," in proof.stdout
    assert "Result: PASS" in proof.stdout


def test_over_tcp_as_over_a_socket(server: Cluster, tap_database: str) -> None:
    """Where a request comes from is an address there, and null over a socket."""
    url = server.server.url_for(str(conninfo_to_dict(tap_database)["dbname"]))
    proof = subprocess.run(
        [server.bindir / "psql", "-XAtq", "-f", TESTS / "sync_connections" / "client_ip.sql", url],
        env={"PGOPTIONS": "-c search_path=tap,public"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert (proof.returncode, re.findall("^not ok.*", proof.stdout, re.MULTILINE)) == (0, [])
    assert "ok 1 - the peer of the connection" in proof.stdout
