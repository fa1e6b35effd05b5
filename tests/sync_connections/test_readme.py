"""The manual's commands and its Python, run in their order as they are printed, on two servers."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from support.clusters import Cluster

from amity.sync_connections.receiver import errors

ROOT = Path(__file__).parents[2]
MANUAL = (ROOT / "python/amity/sync_connections/README.md").read_text()
# What programs know the errors by.
SLUGS = {
    "cannot_receive",
    "invalid_response",
    "name_taken",
    "site_not_allowed",
    "site_unreachable",
    "sync_busy",
    "sync_interrupted",
    "token_missing",
}
URLS = (
    "export A=postgresql://localhost/a B=postgresql://localhost/b SITE=postgresql://localhost/a\n"
)


def script() -> str:
    """All of it, as one program for a shell."""
    blocks = re.findall(r"^```(sh|python)\n(.*?)^```", MANUAL, re.DOTALL | re.MULTILINE)
    assert [language for language, _ in blocks] == ["sh", "sh", "sh", "python"]
    return "".join(
        text if language == "sh" else f"python - <<'PYTHON'\n{text}PYTHON\n"
        for language, text in blocks
    )


@pytest.mark.deep
@pytest.mark.postgres(18)  # the other server, which sends, is the older one
def test_the_manual_runs(server: Cluster, elsewhere: Cluster, tmp_path: Path) -> None:
    assert script().startswith(URLS)
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
            ["/bin/sh", "-eux", "-c", script().removeprefix(URLS)],
            cwd=tmp_path,
            env={
                "PATH": f"{Path(sys.executable).parent}:{server.bindir}:{os.defpath}",
                "PYTHONPATH": str(ROOT / "python"),
                "PGPASSFILE": str(passwords),
                **urls,
                "SITE": urls["A"],
            },
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"100000 \| 1250012500\.0+\n", done.stdout), done.stdout
    assert "This transfer has not been approved yet" in done.stderr
    assert "This sync connection is suspended" in done.stderr
    assert re.search(r"public\.orders +│ completed │ 0 +│ 0 +│ 100,000 ", done.stdout), done.stdout
    assert done.stdout.endswith("\nwaiting\n")


def test_every_error_is_in_the_manual() -> None:
    made = [each for each in vars(errors).values() if isinstance(each, type)]
    raised = {each.slug for each in made if each.__module__ == errors.__name__}
    assert raised - {"site_refused"} == SLUGS
    section = MANUAL.split("\n## Errors\n")[1]
    assert set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)) == SLUGS


def test_every_command_is_in_the_manual() -> None:
    from amity.command.sync import group  # noqa: PLC0415 - it is the command's own list

    names = [each.name or each.callback.__name__ for each in group.registered_commands]
    assert len(names) > 20
    for name in names:
        assert f"amity sync {name}" in MANUAL
