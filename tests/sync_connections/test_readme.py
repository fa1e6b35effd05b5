"""The ten lines of the README, run as they are printed, on two servers."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from support.clusters import Cluster

ROOT = Path(__file__).parents[2]
SECTION = (ROOT / "README.md").read_text().split("\n## Sync connections\n")[1].split("\n## ")[0]
URLS = "export A=postgresql://localhost/a B=postgresql://localhost/b "


@pytest.mark.deep
@pytest.mark.postgres(18)  # the other server, which sends, is the older one
def test_ten_lines(server: Cluster, elsewhere: Cluster, tmp_path: Path) -> None:
    found = re.search(r"^```sh\n(.*?)^```", SECTION, re.DOTALL | re.MULTILINE)
    assert found
    script = found[1]
    assert (len(script.splitlines()), script.count(URLS)) == (10, 1)
    passwords = tmp_path / "pgpass"
    passwords.touch(0o600)
    passwords.write_text(
        "".join(
            f"127.0.0.1:{each.server.port}:*:postgres:{each.server.password}\n"
            for each in (server, elsewhere)
        )
    )
    with (
        elsewhere.database("empty", lambda url: None) as a,
        server.database("empty", lambda url: None) as b,
    ):
        urls = {
            name: f"postgresql://postgres@127.0.0.1:{each.server.port}/{re.split('[/?]', url)[3]}"
            for name, each, url in (("A", elsewhere, a), ("B", server, b))
        }
        done = subprocess.run(
            ["/bin/sh", "-eux", "-c", script.replace(URLS, "")],
            cwd=tmp_path,
            env={
                "PATH": f"{Path(sys.executable).parent}:{server.bindir}:{os.defpath}",
                "PYTHONPATH": str(ROOT / "python"),
                "PGPASSFILE": str(passwords),
                **urls,
            },
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"100000 \| 1250012500\.0+\n", done.stdout), done.stdout
