"""The types of a client for the tables let through what people may do, and nothing else.

That the file says what the catalog says is held with the pages: test_pages.py.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from readme import client_types
from readme.sources import CHECKOUT

NODE_MODULES = CHECKOUT / "tests" / "node_modules"


def test_a_use_of_them_compiles(tmp_path: Path) -> None:
    """Each line of it that is wrong says so by @ts-expect-error, and has to be."""
    (tmp_path / "node_modules").symlink_to(NODE_MODULES)
    # not as a declaration, in which a mistake would be passed over
    shutil.copy(client_types.PATH, tmp_path / "database.ts")
    shutil.copy(Path(__file__).with_name("use_client.ts"), tmp_path)
    tsc = subprocess.run(
        [
            *(NODE_MODULES / ".bin" / "tsc", "--noEmit", "--strict", "--skipLibCheck"),
            *("--module", "nodenext", "--moduleResolution", "nodenext", "use_client.ts"),
        ],
        cwd=tmp_path,
        check=False,
        capture_output=True,
        text=True,
    )
    assert tsc.returncode == 0, tsc.stdout
