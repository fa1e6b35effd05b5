"""The wheel carries the house: what it renders is what the checkout renders."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from amity import migrations
from amity.migrations.templates import ROOT


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("wheel")
    done = subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", directory, ROOT],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return next(directory.glob("*.whl"))


@pytest.mark.deep
def test_every_piece_is_in_the_wheel(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for pattern in ("sql/**/*", "migrations/**/*", "tests/*/*.sql"):
        for path in ROOT.glob(pattern):
            if path.is_file():
                assert f"amity/_bundle/{path.relative_to(ROOT)}" in names
    for path in (ROOT / "python" / "amity" / "components").rglob("*.*"):
        assert str(path.relative_to(ROOT / "python")) in names
    assert "amity/py.typed" in names


@pytest.mark.deep
def test_nothing_is_in_the_wheel_that_only_a_checkout_needs(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.partition("/")[0] for name in names}
    modules = {top for top in tops if not top.endswith(".dist-info")}
    assert modules == {"amity", "amity_command.py", "pytest_amity.py"}
    tests = [name for name in names if name.startswith("amity/_bundle/tests/")]
    assert {Path(name).suffix for name in tests} == {".sql"}


@pytest.mark.deep
def test_the_wheel_renders_what_the_checkout_renders(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    program = "from amity.command import app; app()"
    done = subprocess.run(
        [sys.executable, "-c", program, "render", tmp_path / "theirs"],
        check=True,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path / "installed")},
    )
    theirs = {Path(line).name: Path(line).read_text() for line in done.stdout.splitlines()}
    ours = {path.name: path.read_text() for path in migrations.render(tmp_path / "ours")}
    assert theirs == ours
