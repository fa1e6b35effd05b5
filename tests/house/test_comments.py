"""What a private function does is said by `--` above it; `comment on` is for what clients reach."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

SQL = Path(__file__).parents[2] / "sql"
FOLDERS = sorted(folder.name for folder in SQL.iterdir() if folder.is_dir())

CREATED = re.compile(r"^create or replace function\s+amity_private\.([^\s(]+)", re.MULTILINE)
COMMENTED = re.compile(r"^comment on function\s+amity_private\.([^\s(]+)", re.MULTILINE)


def violations(text: str) -> list[str]:
    """The private functions without `--` above them, or with a comment in the catalog."""
    found = [f"{name} has a comment in the catalog" for name in COMMENTED.findall(text)]
    for created in CREATED.finditer(text):
        above = text[: created.start()].splitlines()
        if not (above and above[-1].startswith("--")):
            found.append(f"{created[1]} has no `--` above it")
    return found


def in_folder(folder: str) -> list[str]:
    """The violations of a folder, templates included."""
    return [
        f"{path.name}: {violation}"
        for path in sorted((SQL / folder).iterdir())
        if path.suffix in {".sql", ".macro"}
        for violation in violations(path.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_private_function_is_explained_above_it(folder: str) -> None:
    found = in_folder(folder)
    assert not found, "\n".join(found)


def test_a_violation_is_found() -> None:
    bare = "create or replace function amity_private.one() returns void\n"
    assert violations(bare) == ["one has no `--` above it"]
    assert violations(f"-- What it does.\n{bare}") == []
    commented = f"-- What it does.\n{bare}comment on function amity_private.one() is 'x.';\n"
    assert violations(commented) == ["one has a comment in the catalog"]
