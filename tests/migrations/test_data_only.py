"""Data without the schema goes into another database with Amity, as migrations/README.md says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from migrations.kit import Execute

from amity.migrations.templates import ROOT

README = ROOT / "migrations" / "README.md"
TIES = """
insert into amity.people (id) values
  ('ada00000-0000-4000-8000-000000000000'), ('be000000-0000-4000-8000-000000000000');
insert into amity.connections (requester_id, recipient_id, status)
  select 'ada00000-0000-4000-8000-000000000000', 'be000000-0000-4000-8000-000000000000', 'accepted';
select amity.set_setting('request_ttl', '3 days');
update amity.badges set name = 'Changed' where badge = 'networker';
delete from amity.badges where badge = 'socialite';
"""
HELD = """
select (select count(*) from amity.people), (select count(*) from amity.connections_history),
  (select value from amity.settings where name = 'request_ttl'),
  (select array_agg(badge || ' ' || name order by badge) from amity.badges),
  (select count(*) from amity_private.migrations), (select count(*) from amity.verify())
"""


@pytest.mark.deep
def test_a_dump_of_data_alone_is_restored(
    server: Any,
    database: str,
    another_database: str,
    execute: Execute,
    tmp_path: Path,
) -> None:
    execute(database, TIES)
    (recipe,) = re.findall(r"(?ms)^```sh\n(pg_dump --data-only.*?)^```", README.read_text())
    done = subprocess.run(
        ["/bin/sh", "-e", "-c", recipe],
        cwd=tmp_path,
        env={
            "PATH": f"{server.bindir}:{Path(sys.executable).parent}:{os.environ['PATH']}",
            "OLD": database,
            "NEW": another_database,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert execute(another_database, HELD) == execute(database, HELD)
    assert execute(another_database, "select count(*) from amity.connections") == [(1,)]
